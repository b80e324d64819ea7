import { useRef, useState, type FormEvent } from "react";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { fitting, FIELDS, missingIn, type Draft, type Step } from "./draft";
import { ChildFields, ConsentFields, SafeFields, WhatFields, WhereFields } from "./fields";

// One step: read from its form when it is left, and checked only for what the hub can't do without.
export function StepForm({
  step,
  draft,
  change,
  done,
  back,
}: {
  step: Step;
  draft: Draft;
  change: (draft: Draft) => void;
  done: (draft: Draft) => void;
  back: () => void;
}) {
  const { t } = useI18n();
  const [wrong, setWrong] = useState<Partial<Record<string, string>>>({});
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);

  const read = (): Draft => {
    const data = new FormData(form.current!);
    const next = { ...draft };
    for (const field of FIELDS[step]) next[field] = String(data.get(field) ?? "");
    return fitting(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = read();
    const missing = missingIn(step, next);
    if (Object.keys(missing).length === 0) return done(next);
    setWrong(
      Object.fromEntries(
        Object.entries(missing).map(([field, why]) => [field, t.report.missing[why!]]),
      ),
    );
    change(next);
    requestAnimationFrame(() => summary.current?.focus());
  };
  const goTo = (field: string) => {
    const named = form.current?.querySelector<HTMLInputElement>(`[name=${field}]`);
    // A day with its hour is one value behind two fields.
    (named?.type === "hidden" ? named.closest("fieldset")?.querySelector("input") : named)?.focus();
  };
  const Fields = {
    safe: SafeFields,
    child: ChildFields,
    what: WhatFields,
    consent: ConsentFields,
    where: WhereFields,
  }[step];

  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      className="sheet"
      // What is half typed survives the phone being taken away.
      onChange={() => change(read())}
    >
      {Object.keys(wrong).length > 0 && (
        <div className="error-summary" role="alert" tabIndex={-1} ref={summary}>
          <h2>{t.errorsTitle}</h2>
          <ul>
            {Object.entries(wrong).map(([field, why]) => (
              <li key={field}>
                <a
                  href={`#${field}`}
                  onClick={(event) => {
                    event.preventDefault();
                    goTo(field);
                  }}
                >
                  {why}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Fields draft={draft} wrong={wrong} />
      <div className="buttons">
        <Button look="primary" type="submit">
          {t.next}
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            change(read());
            back();
          }}
        >
          {t.back}
        </Button>
      </div>
    </form>
  );
}
