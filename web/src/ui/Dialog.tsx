import { useEffect, useId, useRef, type ReactNode } from "react";
import { useI18n } from "../i18n";
import { Button } from "./Button";

// The browser's own modal dialog: it traps the focus, closes on Escape and gives the focus back.
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
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!mustStay) onClose();
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
      {children}
    </dialog>
  );
}
