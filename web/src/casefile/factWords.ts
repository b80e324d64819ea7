// Facts of an event, or of an agency's view, in words where we have them.
import { areas } from "../gen/areas";
import type { I18n } from "../i18n";

// In which lists the codes of a field are; the first that knows a code says what it means.
const LISTS: Record<string, readonly string[]> = {
  risk: ["risk_level"],
  reason: [
    "decline_reason",
    "cancel_reason",
    "closure_reason",
    "closure_refusal_reason",
    "move_reason",
    "order_end_reason",
    "place_change_reason",
    "reopen_reason",
    "screen_out_reason",
    "not_reached_reason",
    "referral_outcome",
    "leave_reason",
    "agency_close_reason",
  ],
  outcome: ["court_outcome", "referral_outcome", "visit_outcome"],
  session: ["court_session"],
  sex: ["sex"],
  reporter: ["reporter"],
  category: ["case_category"],
  subcategory: ["case_subcategory"],
  nature: ["case_nature"],
  service: ["referral_reason", "intervention"],
  code: ["referral_reason", "immediate_need"],
  identifier_kind: ["identifier_kind"],
  recipient_kind: ["agency_kind"],
  to_agency_kind: ["agency_kind"],
  purpose: ["purpose"],
  given_by: ["consent_giver"],
  basis: ["consent_basis"],
  kind: ["court_order", "identifier_kind", "agency_kind", "place_kind"],
  place_kind: ["place_kind"],
  urgency: ["urgency"],
  destination: ["referral_destination"],
  disability: ["disability"],
};

export type Named = (id: string) => string;

export function fieldWord({ t }: I18n, name: string): string {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const fields: Record<string, string> = t.fields;
  const asked: Record<string, string> = t.actions.fields;
  return fields[name] ?? asked[camel] ?? name.replaceAll("_", " ");
}

// One value by its field's name; what has no words is told as it is.
export function valueWords(i18n: I18n, agency: Named, name: string, value: string): string {
  const { t } = i18n;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return i18n.dateTime(new Date(value));
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return i18n.date(new Date(`${value}T00:00:00+03:00`));
  if (value === "yes") return t.yes;
  if (value === "no") return t.no;
  if (name === "subcounty") return areas[value]?.name ?? value;
  if (/(^|_)agency$/.test(name)) return agency(value);
  const states: Record<string, string> = { ...t.stages, ...t.states };
  if (/^(stage|state|outcome)$/.test(name) && states[value]) return states[value];
  const roles: Record<string, string> = t.roles;
  if (name === "role" || name === "to") return roles[value.toLowerCase()] ?? value;
  // Several, and one of them twice where both somebody and the hub gave it.
  if (name === "reasons")
    return [...new Set(value.split(", "))].map((sign) => i18n.label("risk_sign", sign)).join("; ");
  for (const list of LISTS[name] ?? []) {
    const label = i18n.label(list, value);
    if (label !== value) return label;
  }
  // A record within a record: "{sex: SFEM, agency: hosp-coast}".
  if (value.includes(": "))
    return value.replace(
      /(\w+): ([\w.:-]+)/g,
      (_, inner: string, of: string) =>
        `${fieldWord(i18n, inner)}: ${valueWords(i18n, agency, inner, of)}`,
    );
  return value;
}

// What only the log needs is left out of a case's timeline.
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
  agency: Named,
  name: string,
  value: string,
): readonly [string, string] | undefined {
  if (LEFT_OUT.has(name) || value === "") return undefined;
  return [fieldWord(i18n, name), valueWords(i18n, agency, name, value)];
}
