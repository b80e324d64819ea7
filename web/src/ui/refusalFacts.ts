// What a refusal tells beside its reason, in words: its codes are the hub's.
import type { Refusal } from "../api/refusal";
import type { I18n } from "../i18n";

const PARTS = ["identity", "narrative", "location", "medical", "justice", "reply"];

const LISTS: Record<string, string> = {
  recipient_kind: "agency_kind",
  purpose: "purpose",
  basis: "consent_basis",
};

type Named = (agency: string) => string;

function wordsOf({ t, label }: I18n, agency: Named, key: string, value: string): string {
  const parts: Record<number, string> = t.compartments;
  const lacking: Record<string, string> = t.lacking;
  const each = (word: (one: string) => string | undefined) =>
    value
      .split(" ")
      .map((one) => word(one) ?? one)
      .join("; ");
  if (key === "scope") return each((part) => parts[PARTS.indexOf(part) + 1]);
  if (key === "lacks") return each((what) => lacking[what]);
  if (key === "recipient") return agency(value);
  const list = LISTS[key];
  return list ? label(list, value) : value;
}

// Those that help who reads them, in one order. None while the words of the first page are all there
// is.
export function refusalFacts(
  i18n: I18n,
  agency: Named,
  { facts }: Pick<Refusal, "facts">,
): [string, string][] {
  const names: Record<string, string> | undefined = i18n.t.facts;
  return Object.entries(names ?? {})
    .filter(([key]) => facts[key] !== undefined)
    .map(([key, name]) => [name, wordsOf(i18n, agency, key, facts[key]!)]);
}
