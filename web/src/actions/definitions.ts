// What each change asks for, as data: the forms are made from this table. Names of fields are those of
// the API's requests; a method that the hub allows and this table lacks is not offered.
export type FieldKind =
  | { kind: "code"; list: string; fits?: Fits; first?: string }
  // As many as hold; `but`: those that only the hub gives.
  | { kind: "codes"; list: string; but?: readonly string[] }
  | { kind: "fixed"; words: "behaviour" }
  | { kind: "need" | "matter" | "consent" | "order" | "person" | "offer" }
  | { kind: "agency"; agencyKind?: string; placesOfSafety?: boolean; elsewhere?: boolean }
  | { kind: "area" | "categories" | "identity" }
  | { kind: "note" | "line" | "date" | "time" | "check" | "scope" | "compartment" | "urgency" }
  // Yes, no, or left as it stands.
  | { kind: "yesNo" };

// Whether a code is offered beside what is chosen in the form's other fields.
type Fits = (code: string, chosen: Record<string, string>) => boolean;

export type ActionField = FieldKind & {
  name: string;
  required?: boolean;
  tomorrow?: boolean;
  // Of a time: today at the latest.
  past?: boolean;
  // Opens with the case that this one may repeat.
  flagged?: boolean;
  // The words beside it, where one name of the API's means two things.
  label?: string;
};

export interface Action {
  method: string;
  // In t.actions.names, where the same method is another act to who calls it.
  name?: string;
  fields: readonly ActionField[];
  // Filled in where the API wants a code and there is nothing to choose.
  fixed?: Record<string, string>;
  look?: "primary" | "warning";
}

export const nameOf = ({ name, method }: Action): string => name ?? method;

const note: ActionField = { name: "note", kind: "note" };
const reason = (list: string): ActionField => ({
  name: "reason",
  kind: "code",
  list,
  required: true,
});

// Of what is no referral: that an agency is gone calls nothing else off.
const callOff: ActionField = {
  ...reason("cancel_reason"),
  kind: "code",
  list: "cancel_reason",
  fits: (code) => code !== "RECIPIENT_GONE",
};

const onCase: Action[] = [
  { method: "RegisterCase", fields: [{ name: "ownerPerson", kind: "person" }], look: "primary" },
  {
    method: "SetRisk",
    fields: [
      { name: "risk", kind: "code", list: "risk_level", required: true },
      { name: "reasons", kind: "codes", list: "risk_sign", but: ["EMERGENCY"] },
    ],
  },
  {
    method: "AssessCase",
    look: "primary",
    fields: [
      { name: "childsViewsRecorded", kind: "check" },
      { name: "narrative", kind: "note" },
    ],
  },
  { method: "DraftPlan", fields: [{ name: "reviewOn", kind: "date" }, note] },
  { method: "ApprovePlan", fields: [note], look: "primary" },
  { method: "StartImplementation", fields: [], look: "primary" },
  {
    method: "RecordVisit",
    fields: [
      { name: "on", kind: "date" },
      { name: "outcome", kind: "code", list: "visit_outcome" },
      { name: "final", kind: "check" },
      note,
    ],
  },
  { method: "StartFollowUp", fields: [] },
  {
    method: "RecordSession",
    fields: [
      { name: "service", kind: "code", list: "intervention", required: true },
      { name: "need", kind: "need" },
      { name: "on", kind: "date" },
      { name: "behaviourChange", kind: "fixed", words: "behaviour" },
      note,
    ],
  },
  {
    method: "AddNote",
    fields: [
      { ...note, required: true },
      { name: "compartment", kind: "compartment" },
    ],
  },
  {
    method: "OpenNeed",
    fields: [
      { name: "code", kind: "code", list: "referral_reason", required: true },
      { name: "urgency", kind: "urgency" },
    ],
  },
  { method: "MeetNeed", fields: [{ name: "need", kind: "need", required: true }] },
  {
    method: "WithdrawNeed",
    fields: [{ name: "need", kind: "need", required: true }, callOff],
  },
  {
    method: "SetCourtDate",
    fields: [
      { name: "court", kind: "agency", agencyKind: "JUDICIARY", required: true },
      { name: "session", kind: "code", list: "court_session", required: true },
      { name: "courtTime", kind: "time", required: true, tomorrow: true },
      { name: "matter", kind: "matter" },
      { name: "courtFile", kind: "line" },
    ],
  },
  {
    method: "MoveCourtDate",
    fields: [
      { name: "matter", kind: "matter", required: true },
      { name: "courtTime", kind: "time", required: true, tomorrow: true },
      reason("move_reason"),
    ],
  },
  {
    method: "VacateCourtDate",
    fields: [{ name: "matter", kind: "matter", required: true }, reason("move_reason")],
  },
  {
    method: "RecordCourtOutcome",
    fields: [
      { name: "matter", kind: "matter", required: true },
      { name: "outcome", kind: "code", list: "court_outcome", required: true },
      { name: "supported", kind: "check" },
      { name: "nextTime", kind: "time" },
    ],
  },
  {
    method: "MakeOrder",
    fields: [
      { name: "matter", kind: "matter", required: true },
      { name: "kind", kind: "code", list: "court_order", required: true },
      { name: "madeOn", kind: "date" },
      { name: "expiresOn", kind: "date" },
      { name: "placeAgency", kind: "agency", placesOfSafety: true },
    ],
  },
  {
    method: "EndOrder",
    fields: [{ name: "order", kind: "order", required: true }, reason("order_end_reason")],
  },
  {
    method: "GiveConsent",
    fields: [
      { name: "recipientKind", kind: "code", list: "agency_kind", required: true },
      { name: "scope", kind: "scope", required: true },
      { name: "basis", kind: "code", list: "consent_basis", required: true, first: "CONSENT" },
      {
        name: "givenBy",
        kind: "code",
        list: "consent_giver",
        required: true,
        // A parent's word, or the child's, is consent and nothing else.
        fits: (giver, { basis }) =>
          !basis || basis === "CONSENT" || (giver !== "GUARDIAN" && giver !== "CHILD"),
      },
      { name: "note", kind: "note", label: "consentNote" },
    ],
    fixed: { purpose: "REFERRAL_SERVICE" },
  },
  { method: "WithdrawConsent", fields: [{ name: "consent", kind: "consent", required: true }] },
  {
    method: "DeclareEmergency",
    look: "warning",
    fields: [
      { name: "placeAgency", kind: "agency", placesOfSafety: true, required: true },
      { name: "removedTime", kind: "time", past: true },
      { name: "location", kind: "note" },
      { name: "matter", kind: "matter" },
      { name: "court", kind: "agency", agencyKind: "JUDICIARY" },
      { name: "courtTime", kind: "time" },
    ],
  },
  {
    method: "MoveChild",
    fields: [
      { name: "placeAgency", kind: "agency", placesOfSafety: true, elsewhere: true, required: true },
      reason("place_change_reason"),
      { name: "order", kind: "order", label: "byOrder" },
      { name: "occurTime", kind: "time", past: true },
      { name: "location", kind: "note", label: "sleepsNow" },
      note,
    ],
  },
  {
    method: "RequestClosure",
    fields: [
      reason("closure_reason"),
      { name: "familyTold", kind: "check" },
    ],
  },
  { method: "ApproveClosure", fields: [note], look: "primary" },
  { method: "RefuseClosure", fields: [reason("closure_refusal_reason"), note] },
  { method: "ReopenCase", fields: [reason("reopen_reason"), note] },
  {
    method: "RequestTransfer",
    fields: [
      { name: "toAgency", kind: "agency", agencyKind: "CHILDREN_OFFICE", required: true },
      note,
    ],
  },
  { method: "AcceptTransfer", fields: [{ name: "ownerPerson", kind: "person" }], look: "primary" },
  { method: "DeclineTransfer", fields: [reason("decline_reason")] },
  { method: "ReassignCase", fields: [{ name: "ownerPerson", kind: "person", required: true }, note] },
  { method: "ScreenOut", fields: [reason("screen_out_reason"), note] },
  {
    method: "CorrectDetails",
    fields: [
      { name: "sex", kind: "code", list: "sex" },
      { name: "subcounty", kind: "area" },
      { name: "categories", kind: "categories" },
      { name: "exposureTime", kind: "time", past: true },
      { name: "trafficking", kind: "yesNo" },
      { name: "perpetratorInHousehold", kind: "yesNo" },
      { name: "location", kind: "line", label: "home" },
      { name: "identity", kind: "identity" },
      { name: "reason", kind: "line", required: true },
    ],
  },
  { method: "FlagDuplicate", fields: [{ name: "of", kind: "line", required: true }] },
  {
    method: "DecideDuplicate",
    fields: [
      { name: "of", kind: "line", required: true, flagged: true },
      // Said either way: nothing is decided by leaving something alone.
      { name: "same", kind: "yesNo", required: true },
    ],
  },
  {
    method: "EraseChild",
    fields: [{ name: "authority", kind: "line", required: true }],
    look: "warning",
  },
];

const onReferral: Action[] = [
  {
    method: "GiveInformation",
    look: "primary",
    fields: [{ name: "answer", kind: "note", required: true }],
  },
  {
    method: "AcceptReferral",
    look: "primary",
    fields: [
      { name: "expectedTime", kind: "time" },
      { name: "contact", kind: "person" },
      { name: "offer", kind: "offer" },
    ],
  },
  { method: "DeclineReferral", look: "warning", fields: [reason("decline_reason"), note] },
  { method: "AskInformation", fields: [{ name: "question", kind: "note", required: true }] },
  { method: "WaitlistReferral", fields: [{ name: "reviewByTime", kind: "time" }] },
  {
    method: "RedirectReferral",
    fields: [{ name: "toAgency", kind: "agency", required: true }, reason("decline_reason")],
  },
  {
    method: "ScheduleAppointment",
    fields: [{ name: "appointmentTime", kind: "time", required: true, tomorrow: true }],
  },
  {
    method: "RecordService",
    look: "primary",
    fields: [{ name: "service", kind: "code", list: "referral_reason", required: true }, note],
  },
  { method: "RecordNoShow", fields: [] },
  { method: "CancelAppointment", fields: [callOff] },
  {
    method: "CompleteReferral",
    look: "primary",
    fields: [{ name: "outcome", kind: "code", list: "referral_outcome", required: true }],
  },
  {
    method: "ConfirmLoop",
    look: "primary",
    fields: [{ name: "confirmedWithChild", kind: "check" }],
  },
  { method: "RequestCancel", fields: [reason("cancel_reason")] },
  { method: "ConfirmCancel", fields: [] },
  { method: "MarkNotReached", fields: [reason("not_reached_reason")] },
  { method: "MarkEnteredInError", fields: [callOff] },
];

const byMethod = (actions: Action[]): Record<string, Action> =>
  Object.fromEntries(actions.map((action) => [action.method, action]));

export const caseActions = byMethod(onCase);
// What is the same call and another act to who makes it: to the office that asked for a transfer its
// refusal is that it no longer asks, and of a case that was taken on before, registering it says that
// the emergency is over.
export function actionsOn(own: boolean, registered: boolean): Record<string, Action> {
  const table = { ...caseActions };
  if (own)
    table["DeclineTransfer"] = {
      method: "DeclineTransfer",
      name: "WithdrawTransfer",
      fields: [],
      fixed: { reason: "OTHER" },
    };
  if (registered)
    table["RegisterCase"] = { method: "RegisterCase", name: "EndEmergency", fields: [] };
  return table;
}
export const referralActions = byMethod(onReferral);
