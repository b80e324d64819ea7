import { useState } from "react";
import { isSignedOut, refusalOf, type Refusal } from "../api/refusal";
import { useCaller, useSession } from "../app/session";
import { areas } from "../gen/areas";
import type { IdentifyChildRequest } from "../gen/rufaa/casework/v1/casework_service_pb";
import { addReport, dropDraft, sendUnkept, type Report } from "../offline/outbox";
import { useI18n, type I18n } from "../i18n";
import { Button } from "../ui/Button";
import { RefusalNotice } from "../ui/States";
import { exposureOf, FIELDS, STEPS, type Draft, type Step } from "./draft";

// The other steps say something, and ask nothing.
const ASKING: readonly Step[] = ["safe", "child", "what"];

// Check answers: everything once more, each with its way back.
export function Check({
  draft,
  kept,
  request: requestNow,
  go,
  sent,
}: {
  draft: Draft;
  // The id under which the draft is kept.
  kept: string;
  // What is sent: the same one at every try.
  request: () => IdentifyChildRequest;
  go: (step: string) => void;
  sent: (id: string, straight?: Report) => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const { person } = useCaller();
  const { state, sessionEnded, somebodyElse } = useSession();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  const submit = async () => {
    setBusy(true);
    setRefusal(undefined);
    const request = requestNow();
    const exposure = exposureOf(draft);
    try {
      // Sealed on the device first; sending is the outbox's work, now or later.
      await addReport(person, request, exposure);
    } catch {
      return straight(request, exposure);
    }
    await dropDraft(person, kept).catch(() => undefined);
    sent(request.requestId);
  };
  const straight = async (request: IdentifyChildRequest, exposure: Date | undefined) => {
    try {
      const received = await sendUnkept(person, request, exposure);
      if (received === "somebody-else") return somebodyElse();
      sent(request.requestId, received);
    } catch (error) {
      const refused = refusalOf(error);
      if (isSignedOut(refused)) sessionEnded();
      setRefusal(refused);
      setBusy(false);
    }
  };
  return (
    <>
      {STEPS.filter((step) => ASKING.includes(step)).map((step) => (
        <section className="sheet" key={step}>
          <div className="row">
            <h2>{t.report.tasks[step]}</h2>
            <Button look="quiet" className="push" onClick={() => go(step)}>
              {t.change}
              <span className="sr-only"> {t.report.tasks[step]}</span>
            </Button>
          </div>
          <dl className="facts">
            {FIELDS[step].map((field) => {
              const shown = wordsOf(i18n, field, draft[field] ?? "", draft);
              return (
                shown && (
                  <div key={field}>
                    <dt>{labelOf(i18n, step, field)}</dt>
                    <dd>{shown}</dd>
                  </div>
                )
              );
            })}
          </dl>
        </section>
      ))}
      {refusal && <RefusalNotice refusal={refusal} />}
      <div className="buttons">
        <Button look="primary" busy={busy} onClick={() => void submit()}>
          {state === "in" ? t.report.submit : t.report.saveOffline}
        </Button>
        <Button look="quiet" onClick={() => go("")}>
          {t.back}
        </Button>
      </div>
    </>
  );
}

function labelOf({ t }: I18n, step: Step, field: string): string {
  const words: Record<string, unknown> = {
    ...t.report[step],
    exposure: t.report.what.when,
    safe: t.report.safe.title,
  };
  const word = words[field];
  return typeof word === "string" ? word : field;
}

const LISTS: Record<string, string> = {
  sex: "sex",
  disability: "disability",
  category: "case_category",
  subcategory: "case_subcategory",
  nature: "case_nature",
  reporter: "reporter",
};

function wordsOf({ t, label, dateTime }: I18n, field: string, value: string, draft: Draft): string {
  if (!value) return "";
  if (LISTS[field]) return label(LISTS[field], value);
  switch (field) {
    case "subcounty":
      return areas[value]?.name ?? value;
    case "ward":
      return areas[draft["subcounty"] ?? ""]?.wards[value] ?? value;
    case "safe":
      return value === "yes" ? t.report.safe.yes : t.report.safe.no;
    case "school":
      return value === "yes" ? t.yes : t.no;
    case "household":
    case "trafficking":
      return t.yes;
    case "exposure":
      return dateTime(exposureOf(draft));
    default:
      return value;
  }
}
