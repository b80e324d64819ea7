import type { ReactNode } from "react";
import { useModal } from "./modal";

// Covers the page and every dialog of it, with all that was typed there; only what it holds can be
// used. No key takes it away.
export function Curtain({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  const dialog = useModal(true);
  return (
    <dialog
      ref={dialog}
      className="curtain"
      aria-labelledby={labelledBy}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.preventDefault();
      }}
      onCancel={(event) => event.preventDefault()}
      // The second "back" of a phone closes it whatever is said.
      onClose={(event) => {
        const closed = event.currentTarget;
        if (event.target === closed && !closed.open) closed.showModal();
      }}
    >
      {children}
    </dialog>
  );
}
