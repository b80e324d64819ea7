import { useEffect, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useCaller } from "../app/session";
import { useI18n } from "../i18n";
import { purposeCode, purposesOf } from "../referral/purposes";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { SelectField } from "./Field";

let why = "";
let sayWhy = () => {};
const NOT_SAID = "–";
// What a browser can write into the margin of every sheet covers nothing on it.
const IN_MARGIN = "CSSMarginRule" in globalThis;

// Paper leaves the hub's care, so each sheet of every page says who printed it, when, and why; a reason
// that the browser's own printing did not ask for is not said.
export function PrintMark() {
  const { t, dateTime } = useI18n();
  const { person } = useCaller();
  const [said, setSaid] = useState("");
  useEffect(() => {
    // On the sheet before the browser draws it.
    const say = () =>
      flushSync(() => setSaid(t.printed(person, dateTime(new Date()), why || NOT_SAID)));
    const done = () => {
      why = "";
    };
    sayWhy = say;
    window.addEventListener("beforeprint", say);
    window.addEventListener("afterprint", done);
    return () => {
      window.removeEventListener("beforeprint", say);
      window.removeEventListener("afterprint", done);
    };
  }, [t, person, dateTime]);
  const mark = said || t.printed(person, dateTime(new Date()), NOT_SAID);
  useLayoutEffect(() => {
    document.documentElement.style.setProperty("--print-mark", JSON.stringify(mark));
  }, [mark]);
  return <p className={IN_MARGIN ? "watermark in-margin" : "watermark"}>{mark}</p>;
}

// Under what is shown of a list: that the rest is not on the paper. `more`: how much, if it is known.
export function NotPrinted({ more }: { more?: number }) {
  const { t, number } = useI18n();
  return <p className="print-only">{t.notPrinted(more === undefined ? undefined : number(more))}</p>;
}

export function PrintButton() {
  const { t, label } = useI18n();
  const { role } = useCaller();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t.print}</Button>
      {asking && (
        <Dialog title={t.printWhy} onClose={() => setAsking(false)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              why = String(new FormData(event.currentTarget).get("why"));
              flushSync(() => setAsking(false));
              sayWhy();
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
