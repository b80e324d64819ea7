import { useId, useState, type ReactNode } from "react";
import { useBegun } from "../app/begun";
import { useI18n } from "../i18n";
import { Button } from "./Button";
import { useModal } from "./modal";

// The browser's own modal dialog: it traps the focus and gives it back. Escape closes it as long as
// nothing was typed into it.
export function Dialog({
  title,
  onClose,
  children,
  wide,
  mustStay,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  mustStay?: boolean;
}) {
  const { t } = useI18n();
  const dialog = useModal();
  const [changed, setChanged] = useState(false);
  useBegun(changed);
  const [kept, setKept] = useState(false);
  const id = useId();
  const leave = () => {
    if (changed && !mustStay) setKept(true);
    else if (!mustStay) onClose();
  };
  return (
    <dialog
      ref={dialog}
      className={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onInput={() => setChanged(true)}
      // The browser lets a page refuse its "cancel" once; the key itself it lets be refused always.
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        leave();
      }}
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      onClose={(event) => {
        const closed = event.currentTarget;
        if (event.target !== closed || closed.open || !closed.isConnected) return;
        if (changed || mustStay) closed.showModal();
        else onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        {!mustStay && (
          <Button look="quiet" onClick={onClose}>
            {t.close}
          </Button>
        )}
      </div>
      <div role="status">{kept && <p className="hint">{t.escapeKeeps}</p>}</div>
      {children}
    </dialog>
  );
}
