import type { FormEvent, ReactNode } from "react";
import { useI18n } from "../i18n";
import { Button } from "./Button";
import { RefusalNotice } from "./States";
import { useAsk } from "./useAsk";

// A form that is sent once, keeps what was typed through every failure, and says what went wrong.
export function SimpleForm({
  submit,
  look = "primary",
  onSubmit,
  onCancel,
  children,
}: {
  submit: string;
  look?: "primary" | "secondary" | "warning";
  children?: ReactNode;
  onCancel?: () => void;
  onSubmit: (data: FormData) => Promise<void>;
}) {
  const { t } = useI18n();
  const { busy, refusal, ask } = useAsk();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void ask(() => onSubmit(data));
  };

  return (
    <form onSubmit={send}>
      {children}
      {refusal && <RefusalNotice refusal={refusal} />}
      <div className="buttons">
        <Button look={look} type="submit" busy={busy}>
          {submit}
        </Button>
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            {t.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}
