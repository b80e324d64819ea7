// The browser's own modal dialogs stand above each other in the order in which they were shown: the
// last one covers the page and all others, and it alone can be used. That one must be the curtain,
// whatever opens behind it.
import { useLayoutEffect, useRef, type RefObject } from "react";

let curtain: HTMLDialogElement | undefined;

function toTop(element: HTMLDialogElement): void {
  if (element.open) element.close();
  element.showModal();
}

// Shows the dialog as long as its component is there. Before the paint and before the element goes:
// nothing is seen uncovered, and the browser gives the focus back to where it was.
export function useModal(covers = false): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    toTop(element);
    if (covers) curtain = element;
    else if (curtain && !curtain.contains(element)) toTop(curtain);
    return () => {
      if (curtain === element) curtain = undefined;
      element.close();
    };
  }, [covers]);
  return dialog;
}

// Single keys of the page mean nothing while something stands over it.
export const somethingIsOver = (): boolean => document.querySelector("dialog[open]") !== null;
