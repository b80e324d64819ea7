import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useCaller } from "../app/session";
import { useI18n } from "../i18n";
import { purposeCode, purposesOf } from "../referral/purposes";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { SelectField } from "./Field";

// Paper leaves the hub's care, so each sheet says who printed it, when, and why.
export function PrintButton() {
  const { t, label, dateTime } = useI18n();
  const { person, role } = useCaller();
  const [asking, setAsking] = useState(false);
  const [mark, setMark] = useState("");
  useEffect(() => {
    const done = () => setMark("");
    window.addEventListener("afterprint", done);
    return () => window.removeEventListener("afterprint", done);
  }, []);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t.print}</Button>
      <p className="watermark">{mark || t.printed(person, dateTime(new Date()), "–")}</p>
      {asking && (
        <Dialog title={t.printWhy} onClose={() => setAsking(false)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const why = String(new FormData(event.currentTarget).get("why"));
              // On the sheet before the browser draws it.
              flushSync(() => {
                setMark(t.printed(person, dateTime(new Date()), why));
                setAsking(false);
              });
              window.print();
            }}
          >
            <SelectField
              label={t.reveal.why}
              name="why"
              required
              choices={purposesOf(role)
                .map((purpose) => label("purpose", purposeCode(purpose)))
                .map((text) => [text, text] as const)}
            />
            <Button look="primary" type="submit">
              {t.print}
            </Button>
          </form>
        </Dialog>
      )}
    </>
  );
}
