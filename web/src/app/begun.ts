// Forms that somebody began to fill in. What was typed is in no other place: leaving the page is asked
// about first.
import { useEffect } from "react";
import { useI18n } from "../i18n";

const begun = new Map<object, string>();

// `isBegun`: something was typed, and not yet sent.
export function useBegun(isBegun: boolean): void {
  const { t } = useI18n();
  const question = t.leaveBegun;
  useEffect(() => {
    if (!isBegun) return;
    const form = {};
    begun.set(form, question);
    return () => void begun.delete(form);
  }, [isBegun, question]);
}

// Whether the page may be left for another of the console: asked at once, since the address that the
// browser went back to is here already.
export function mayLeave(): boolean {
  const [question] = begun.values();
  return question === undefined || window.confirm(question);
}

// For who has to be gone at once, whatever was typed.
export const forgetBegun = (): void => begun.clear();

window.addEventListener("beforeunload", (event) => {
  if (begun.size > 0) event.preventDefault();
});
