// Triage without a mouse. Single keys are a nuisance to speech input, so they can be switched off, and
// they do nothing while somebody types.
import { useEffect, useState } from "react";
import { navigate } from "../app/router";
import { somethingIsOver } from "../ui/modal";
import { hrefOf, type Item } from "./items";
import type { Quick } from "./QuickAnswer";

const ANSWERS: Record<string, Quick["method"]> = {
  a: "AcceptReferral",
  d: "DeclineReferral",
  "?": "AskInformation",
};

export function useKeys(
  items: readonly Item[],
  about: string,
  on: boolean,
  answer: (quick: Quick) => void,
) {
  const [index, setIndex] = useState(0);
  useEffect(() => {
    setIndex(0);
  }, [about]);

  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        somethingIsOver() ||
        target.closest("input, select, textarea")
      )
        return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const item = items[index];
      if (key === "j") setIndex((i) => Math.min(i + 1, items.length - 1));
      else if (key === "k") setIndex((i) => Math.max(i - 1, 0));
      else if (key === "Enter" && item && !target.closest("a, button, summary"))
        navigate(hrefOf(item));
      else if (
        item?.kind === "referral" &&
        ANSWERS[key] &&
        item.referral.allowedActions.includes(ANSWERS[key])
      ) {
        answer({ method: ANSWERS[key], referral: item.referral });
      } else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [items, index, on, answer]);

  return { index, setIndex };
}
