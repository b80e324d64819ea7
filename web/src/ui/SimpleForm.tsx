import { useState, type FormEvent, type ReactNode } from "react";
import { isSignedOut, refusalOf, type Refusal } from "../api/refusal";
import { useSession } from "../app/session";
import { useI18n } from "../i18n";
import { Button } from "./Button";
import { RefusalNotice } from "./States";

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
  const { sessionEnded } = useSession();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await onSubmit(new FormData(event.currentTarget));
    } catch (error) {
      const refused = refusalOf(error);
      if (isSignedOut(refused)) sessionEnded();
      setRefusal(refused);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void send(event)}>
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
