// Facts of an event in words where we have them. What only the log needs is left out.
import { areas } from "../gen/areas";
import type { I18n } from "../i18n";

const LISTS: Record<string, string> = {
  risk: "risk_level",
  reason: "decline_reason",
  outcome: "court_outcome",
  session: "court_session",
  sex: "sex",
  reporter: "reporter",
  service: "referral_reason",
  identifier_kind: "identifier_kind",
  recipient_kind: "agency_kind",
  purpose: "purpose",
  given_by: "consent_giver",
  basis: "consent_basis",
  kind: "court_order",
  urgency: "urgency",
};
const LEFT_OUT = new Set([
  "code",
  "child",
  "county",
  "serial_counter",
  "identified_at",
  "registered_at",
  "birth_year",
  "case",
]);

export function factWords(
  i18n: I18n,
  name: string,
  value: string,
): readonly [string, string] | undefined {
  if (LEFT_OUT.has(name) || value === "") return undefined;
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const names: Record<string, string> = i18n.t.actions.fields;
  const title = names[camel] ?? name.replaceAll("_", " ");
  if (name === "subcounty") return [title, areas[value]?.name ?? value];
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return [title, i18n.dateTime(new Date(value))];
  const list = LISTS[name];
  return [title, list ? i18n.label(list, value) : value];
}
