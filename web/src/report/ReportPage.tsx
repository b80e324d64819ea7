import "../styles/report.css";
import { useEffect, useState } from "react";
import { setQuery, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { dropDraft, keepDraft, readDraft } from "../offline/outbox";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Page } from "../ui/Page";
import { Tag } from "../ui/parts";
import { Loading } from "../ui/States";
import { Check } from "./Check";
import { exposureOf, isDone, STEPS, type Draft, type Step } from "./draft";
import { HealthClock } from "./HealthClock";
import { Sent } from "./Sent";
import { StepForm } from "./StepForm";

// Reporting a child, in short steps that work without a network. What is typed is sealed on the
// device at the end of every step.
export default function ReportPage(_: { params: Record<string, string> }) {
  const { t } = useI18n();
  const { person } = useCaller();
  const [draft, setDraft] = useState<Draft>();
  const [sent, setSent] = useState<string>();
  const step = useQuery("step");

  useEffect(() => {
    let wanted = true;
    readDraft<Draft>(person).then(
      (kept) => {
        if (wanted) setDraft(kept ?? {});
      },
      () => {
        if (wanted) setDraft({});
      },
    );
    return () => {
      wanted = false;
    };
  }, [person]);

  if (!draft) return <Loading />;
  if (sent)
    return (
      <Sent
        id={sent}
        again={() => {
          setSent(undefined);
          setDraft({});
        }}
      />
    );

  const keep = (next: Draft) => {
    setDraft(next);
    void keepDraft(person, next);
  };
  const after = (done: Step, next: Draft) => {
    keep({ ...next, [`${done}.done`]: "yes" });
    setQuery("step", STEPS[STEPS.indexOf(done) + 1] ?? "");
    window.scrollTo(0, 0);
  };
  const discard = () => {
    void dropDraft(person);
    setDraft({});
    setQuery("step", "");
  };

  const clock = <HealthClock exposure={exposureOf(draft)} />;
  if ((STEPS as readonly string[]).includes(step)) {
    const at = step as Step;
    return (
      <Page key={at} kind={t.report.kind} title={t.report[at].title} lead={t.report.title}>
        {clock}
        <StepForm
          step={at}
          draft={draft}
          change={keep}
          done={(next) => after(at, next)}
          back={() => setQuery("step", "")}
        />
      </Page>
    );
  }
  if (step === "check") {
    return (
      <Page key="check" kind={t.report.kind} title={t.report.check}>
        {clock}
        <Check
          draft={draft}
          sent={(id) => {
            setQuery("step", "");
            setSent(id);
          }}
        />
      </Page>
    );
  }
  const complete = STEPS.every((one) => isDone(one, draft));
  return (
    <Page key="tasks" kind={t.report.kind} title={t.report.title}>
      {clock}
      <ol className="tasks">
        {STEPS.map((one) => (
          <li key={one}>
            <button className="task" onClick={() => setQuery("step", one)}>
              <span className="task-name">{t.report.tasks[one]}</span>
              <Tag tone={isDone(one, draft) ? "good" : "plain"}>
                {isDone(one, draft) ? t.report.doneTask : t.report.todo}
              </Tag>
            </button>
          </li>
        ))}
      </ol>
      <div className="buttons">
        <Button look="primary" disabled={!complete} onClick={() => setQuery("step", "check")}>
          {t.report.check}
        </Button>
        {Object.keys(draft).length > 0 && (
          <Button look="quiet" onClick={discard}>
            {t.report.discard}
          </Button>
        )}
      </div>
      {Object.keys(draft).length > 0 && <p className="hint">{t.report.draftKept}</p>}
    </Page>
  );
}
