// What one chooses out of a case itself: its needs, days in court, orders, consents.
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import type { I18n } from "../i18n";
import type { Action, ActionField } from "./definitions";

export interface Part {
  id: string;
  label: (i18n: I18n, agency: (id: string) => string) => string;
}

// A need is coded from the referral reasons or the immediate needs.
export function needLabel({ label }: Pick<I18n, "label">, code: string): string {
  const asReason = label("referral_reason", code);
  return asReason === code ? label("immediate_need", code) : asReason;
}

// Undefined: the field is chosen from elsewhere, or typed.
export function partsOf(
  { method }: Action,
  { kind }: ActionField,
  file: Case | undefined,
): Part[] | undefined {
  switch (kind) {
    case "need":
      return (file?.needs ?? [])
        .filter((need) => need.state !== "met" && need.state !== "withdrawn")
        .map((need) => ({ id: need.need, label: (i18n) => needLabel(i18n, need.code) }));
    case "matter":
      return (file?.courtDates ?? [])
        .filter(
          (date) => date.state === "set" || method === "MakeOrder" || method === "SetCourtDate",
        )
        .map((date) => ({
          id: date.matter,
          label: ({ label, dateTime }) =>
            `${label("court_session", date.session)}, ${dateTime(date.courtTime)}`,
        }));
    case "order":
      return (file?.orders ?? [])
        .filter((order) => !order.ended)
        .map((order) => ({
          id: order.order,
          label: ({ label }) => `${label("court_order", order.kind)}, ${order.madeOn}`,
        }));
    case "consent":
      return (file?.consents ?? [])
        .filter((consent) => !consent.withdrawTime)
        .map((consent) => ({
          id: consent.consent,
          label: ({ label, date }, agency) =>
            [
              consent.recipientAgency
                ? agency(consent.recipientAgency)
                : label("agency_kind", consent.recipientKind),
              consent.givenBy && label("consent_giver", consent.givenBy),
              date(consent.fromTime),
            ]
              .filter(Boolean)
              .join(", "),
        }));
    default:
      return undefined;
  }
}

// Whether the case has what the action is about. Of a referral nothing is chosen out of a case.
export const hasParts = (action: Action, file: Case | undefined): boolean =>
  !file ||
  action.fields.every((field) => !field.required || partsOf(action, field, file)?.length !== 0);
