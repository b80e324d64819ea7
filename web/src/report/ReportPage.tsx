import "../styles/report.css";
import { useEffect, useRef, useState } from "react";
import { useBegun } from "../app/begun";
import { setQuery, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { dropDraft, keepDraft, readDraft, type Report } from "../offline/outbox";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Page } from "../ui/Page";
import { Notice, Tag } from "../ui/parts";
import { Loading } from "../ui/States";
import { Check } from "./Check";
import { exposureOf, isDone, requestFor, STEPS, type Draft, type Made, type Step } from "./draft";
import { Drop } from "./Drop";
import { HealthClock, pepStartBy } from "./HealthClock";
import { Sent } from "./Sent";
import { StepForm } from "./StepForm";

const begin = (): Draft => ({ begun: new Date().toISOString() });

// Which draft is open, and at which step: as the address says, or, apart from everything that was
// written on this device, as this page alone knows.
function useOpenDraft(apart: boolean) {
  const [own, setOwn] = useState(() => (apart ? crypto.randomUUID() : ""));
  const [ownStep, setOwnStep] = useState("");
  const asked = useQuery("draft");
  const step = useQuery("step");
  if (!apart)
    return {
      id: asked,
      step,
      // The Back button leads out of a step to the list of steps, and from there to the page before.
      go: (to: string) => setQuery("step", to, { push: step === "" }),
      another: () => setQuery("draft", ""),
    };
  return {
    id: own,
    step: ownStep,
    go: setOwnStep,
    another: () => setOwn(crypto.randomUUID()),
  };
}

// Reporting a child, in short steps that work without a network. What is typed is sealed on the
// device at the end of every step. `apart`: on a locked screen, from an empty form.
export default function ReportPage({ apart }: { params: Record<string, string>; apart?: boolean }) {
  const { t } = useI18n();
  const { person } = useCaller();
  const [draft, setDraft] = useState<Draft>();
  const [sent, setSent] = useState<{ id: string; straight?: Report }>();
  const [unkept, setUnkept] = useState(false);
  const [dropping, setDropping] = useState(false);
  const { id, step, go, another } = useOpenDraft(apart === true);
  // Outlives the page to check, from which a device that keeps nothing sends it.
  const made = useRef<Made>(undefined);

  useEffect(() => {
    made.current = undefined;
    if (apart) return setDraft(begin());
    let wanted = true;
    // Another draft's fields are not this one's.
    setDraft(undefined);
    readDraft<Draft>(person, id).then(
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
  }, [person, id, apart]);

  // What the device keeps is found again, and what it does not keep is gone with the page.
  useBegun(unkept && !sent && Object.keys(draft ?? {}).length > 0);

  if (!draft) return <Loading />;
  if (sent && step === "sent")
    return (
      <Sent
        {...sent}
        apart={apart}
        again={() => {
          setSent(undefined);
          go("");
          another();
        }}
      />
    );

  const keep = (next: Draft) => {
    setDraft(next);
    keepDraft(person, next, id).then(
      () => setUnkept(false),
      () => setUnkept(true),
    );
  };
  const after = (done: Step, next: Draft) => {
    keep({ ...next, [`${done}.done`]: "yes" });
    go(STEPS[STEPS.indexOf(done) + 1] ?? "");
    (apart ? document.querySelector(".curtain") : window)?.scrollTo(0, 0);
  };
  const discard = async () => {
    made.current = undefined;
    await dropDraft(person, id).catch(() => undefined);
    setDropping(false);
    setUnkept(false);
    setDraft({});
    go("");
    another();
  };

  const clock = (
    <>
      <HealthClock pep={pepStartBy(exposureOf(draft))} />
      {unkept && (
        <Notice tone="warn" title={t.report.notKept} live>
          <p>{t.report.notKeptHelp}</p>
        </Notice>
      )}
    </>
  );
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
          back={() => go("")}
        />
      </Page>
    );
  }
  const complete = STEPS.every((one) => isDone(one, draft));
  // An address may name it, too.
  if (step === "check" && complete) {
    return (
      <Page key="check" kind={t.report.kind} title={t.report.check}>
        {clock}
        <Check
          draft={draft}
          kept={id}
          request={() => (made.current = requestFor(draft, made.current)).request}
          go={go}
          sent={(report, straight) => {
            // Another child may be told of in the very same words.
            made.current = undefined;
            setSent({ id: report, straight });
            setDraft({});
            go("sent");
          }}
        />
      </Page>
    );
  }
  return (
    <Page key="tasks" kind={t.report.kind} title={t.report.title}>
      {clock}
      <ol className="tasks">
        {STEPS.map((one) => (
          <li key={one}>
            <button className="task" onClick={() => go(one)}>
              <span className="task-name">{t.report.tasks[one]}</span>
              <Tag tone={isDone(one, draft) ? "good" : "plain"}>
                {isDone(one, draft) ? t.report.doneTask : t.report.todo}
              </Tag>
            </button>
          </li>
        ))}
      </ol>
      <div className="buttons">
        <Button look="primary" disabled={!complete} onClick={() => go("check")}>
          {t.report.check}
        </Button>
        {Object.keys(draft).length > 0 && (
          <Button look="quiet" onClick={() => setDropping(true)}>
            {t.report.discard}
          </Button>
        )}
      </div>
      {dropping && (
        <Drop
          sure={t.report.list.discardSure}
          drop={discard}
          onClose={() => setDropping(false)}
        />
      )}
      {Object.keys(draft).length > 0 && !unkept && <p className="hint">{t.report.draftKept}</p>}
    </Page>
  );
}
