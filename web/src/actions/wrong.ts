// What stands beside each field that the hub refused: that it is missing, or what is wrong with it.
import type { Refusal } from "../api/refusal";
import type { I18n } from "../i18n";
import type { Body } from "./body";
import type { Action } from "./definitions";

export const camel = (path: string): string =>
  path.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

// By the names of the form's fields. `body`: what was sent.
export function wrongFields(
  { t }: Pick<I18n, "t">,
  action: Action,
  refusal: Refusal,
  body: Body,
): Record<string, string> {
  const problems: Record<string, string> = t.actions.problems;
  const word = (field: string, problem: string | undefined) => {
    if (!isGiven(body[field])) return t.fieldRequired;
    if (refusal.reason === "IN_FUTURE") return t.actions.inFuture;
    return problems[problem ?? ""] ?? t.actions.wrong;
  };
  // A part of a field is marked with all of it: "identity.birth_date".
  const names = new Map(refusal.fields.map((path) => [camel(path.replace(/[.[].*$/, "")), path]));
  return Object.fromEntries(
    action.fields
      .flatMap((field) => (field.kind === "area" ? ["subcounty", "ward"] : [field.name]))
      .filter((name) => names.has(name))
      .map((name) => [name, word(name, refusal.problems[names.get(name)!])]),
  );
}
