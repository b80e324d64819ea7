import "../styles/case.css";
import { useCallback, useEffect, useRef, useState } from "react";
import { ActionBar } from "../actions/ActionBar";
import { ActionForm } from "../actions/ActionDialog";
import { referralActions } from "../actions/definitions";
import { runOnReferral } from "../actions/run";
import { referral as api } from "../api/referral";
import { watchLive } from "../api/live";
import { Link } from "../app/router";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { Compartment, type Purpose } from "../gen/rufaa/common/v1/common_pb";
import type { Alternative, Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { useI18n } from "../i18n";
import { TreatNow } from "../report/HealthClock";
import { Button } from "../ui/Button";
import { Page } from "../ui/Page";
import { Code, Due, Notice, Urgency } from "../ui/parts";
import { Show } from "../ui/States";
import { Told, type Done } from "../ui/Told";
import { Alternatives } from "./Alternatives";
import { whoWasFirst } from "./first";
import { Messages } from "./Messages";
import { ReferralFacts } from "./ReferralFacts";
import { Reveal } from "./Reveal";

// One referral, as one of its two agencies may see it: a desk decides here in two taps.
export default function ReferralPage({ params }: { params: Record<string, string> }) {
  const { t } = useI18n();
  const code = params["code"]!;
  const loaded = useLoad(
    async () => (await api.getReferral({ referralCode: code })).referral,
    ["referral", code],
  );
  const { reload } = loaded;
  useEffect(() => watchLive(reload), [reload]);
  const expected = useOpened(loaded.data, reload);
  return (
    <Page
      kind={t.referral.kind}
      title={
        <>
          {t.referral.kind} <Code>{code}</Code>
        </>
      }
    >
      <Show of={loaded}>
        {(found) => found && <Body referral={found} reload={reload} expected={expected} />}
      </Show>
    </Page>
  );
}

// The version to expect of a referral of which `seen` is on the screen.
type Expected = (code: string, seen: bigint) => Promise<bigint>;

// Looking at it is told to the sender, once; the clock goes on. Who answers before that has come back
// answers to what they see: their own look is nobody who was first.
function useOpened(found: Referral | undefined, reload: () => void): Expected {
  const { agency } = useCaller();
  const opening = useRef<{ code: string; seen: bigint; left: Promise<bigint | undefined> }>(null);
  const mayOpen = found?.toAgency === agency && found.allowedActions.includes("OpenReferral");
  const code = found?.referralCode;
  useEffect(() => {
    if (!mayOpen || !code) return;
    const body = { referralCode: code, requestId: crypto.randomUUID() };
    const left = runOnReferral("OpenReferral", body).then(
      (reply) => {
        reload();
        return reply.referral?.version;
      },
      () => undefined,
    );
    opening.current = { code, seen: found.version, left };
    // Of the version that was first seen, though others follow.
  }, [mayOpen, code, reload]);
  return useCallback(async (of, seen) => {
    const own = opening.current;
    if (own?.code !== of || own.seen !== seen) return seen;
    const left = await own.left;
    // Further on than one step somebody else changed it, too.
    return left === seen + 1n ? left : seen;
  }, []);
}

const DECIDING = ["AcceptReferral", "DeclineReferral", "AskInformation"] as const;
const PENDING = ["sent", "opened", "info-requested", "waitlisted"];
const OVER = [
  "completed",
  "declined",
  "redirected",
  "cancelled",
  "expired",
  "could-not-reach",
  "entered-in-error",
];

function Body({
  referral,
  reload,
  expected,
}: {
  referral: Referral;
  reload: () => void;
  expected: Expected;
}) {
  const i18n = useI18n();
  const { t, label } = i18n;
  const caller = useCaller();
  const agency = useAgencies().name;
  const [alternatives, setAlternatives] = useState<Alternative[]>();
  const [decided, setDecided] = useState<Done>();
  // What was done last stays told, though nothing more can be done.
  const [acted, setActed] = useState(false);
  const received = referral.toAgency === caller.agency;
  const pending = PENDING.includes(referral.state);
  const deciding = received && pending && referral.allowedActions.includes("AcceptReferral");
  const subject = {
    preset: { ...(referral.offer && { offer: referral.offer }), service: referral.service },
  };
  const act = async (method: string, body: Record<string, unknown>) => {
    const { referralCode } = referral;
    const expectedVersion = await expected(referralCode, body["expectedVersion"] as bigint);
    const reply = await runOnReferral(method, { ...body, expectedVersion, referralCode });
    if (reply.alternatives.length > 0 || method === "DeclineReferral")
      setAlternatives(reply.alternatives);
    return reply;
  };
  // Without consent a running referral tells nothing of the child, of whom the sex is always known.
  const running = received && !pending && !OVER.includes(referral.state);
  const closed = running && referral.sex === "";
  const rest = deciding
    ? referral.allowedActions.filter((name) => !(DECIDING as readonly string[]).includes(name))
    : referral.allowedActions;

  return (
    <div className="stack">
      <TreatNow of={referral} />
      <div className="sheet ask">
        <p className="muted">{t.referral.asks(agency(referral.fromAgency))}</p>
        <p className="ask-need">{label("referral_reason", referral.service)}</p>
        <div className="row">
          <Urgency urgency={referral.urgency} />
          <Due what={referral.dueWhat} time={referral.dueTime} />
        </div>
        {deciding && (
          <Decide
            referral={referral}
            subject={subject}
            act={act}
            onDone={(said) => {
              setDecided({ said });
              reload();
            }}
          />
        )}
        <Told done={decided} focus />
      </div>
      {received && pending && <Notice>{t.referral.minimum}</Notice>}
      {received && OVER.includes(referral.state) && <Notice>{t.referral.ended}</Notice>}
      {closed && (
        <Notice tone="warn" title={t.referral.closed}>
          <p>{t.referral.closedHelp}</p>
        </Notice>
      )}
      {alternatives && <Alternatives referral={referral} found={alternatives} />}
      {!alternatives &&
        !received &&
        ["declined", "expired", "could-not-reach"].includes(referral.state) && (
          <Alternatives referral={referral} />
        )}
      <div className="columns">
        <ReferralFacts referral={referral} />
        <div className="stack">
          {(acted || rest.some((name) => referralActions[name])) && (
            <section className="sheet">
              <h2>{t.referral.steps}</h2>
              <ActionBar
                allowed={rest}
                table={referralActions}
                subject={subject}
                version={referral.version}
                run={act}
                onDone={() => {
                  setDecided(undefined);
                  setActed(true);
                  reload();
                }}
                onConflict={() => whoWasFirst(referral.referralCode, i18n)}
              />
            </section>
          )}
          <Messages referral={referral} />
          {running && !closed && (
            <Reveal
              read={async (purpose: Purpose) => {
                const { referral: opened } = await api.getReferral({
                  referralCode: referral.referralCode,
                  purpose,
                  compartments: [Compartment.IDENTITY, Compartment.NARRATIVE],
                });
                return {
                  identity: opened?.identity,
                  narratives: opened?.note ? [opened.note] : [],
                };
              }}
            />
          )}
          {referral.caseCode && (
            <p>
              <Link className="row-link" href={`/c/${referral.caseCode}`}>
                {t.referral.openCase}&nbsp;<Code>{referral.caseCode}</Code>
              </Link>
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

// First tap: accept, decline or ask. Second: the same, confirmed with what it needs.
function Decide({
  referral,
  subject,
  act,
  onDone,
}: {
  referral: Referral;
  subject: { preset: Record<string, string> };
  act: (method: string, body: Record<string, unknown>) => Promise<unknown>;
  onDone: (said: string) => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const [chosen, setChosen] = useState<(typeof DECIDING)[number]>();
  const words = {
    AcceptReferral: t.referral.accept,
    DeclineReferral: t.referral.decline,
    AskInformation: t.referral.ask,
  };
  const confirm = {
    AcceptReferral: t.referral.confirmAccept,
    DeclineReferral: t.referral.confirmDecline,
    AskInformation: t.send,
  };
  const hint = {
    AcceptReferral: t.referral.acceptHint,
    DeclineReferral: t.referral.declineHint,
    AskInformation: "",
  };
  const done = {
    AcceptReferral: t.referral.acceptedDone,
    DeclineReferral: t.referral.declinedDone,
    AskInformation: `${t.actions.names.AskInformation}: ${t.actions.done.toLowerCase()}`,
  };
  return (
    <div className="decide">
      <div className="row">
        {DECIDING.filter((method) => referral.allowedActions.includes(method)).map((method) => (
          <Button
            key={method}
            look={method === "AcceptReferral" ? "primary" : "secondary"}
            aria-expanded={chosen === method}
            onClick={() => setChosen(chosen === method ? undefined : method)}
          >
            {words[method]}
          </Button>
        ))}
      </div>
      {chosen && (
        <div className="decide-form" key={chosen}>
          <p className="hint">{hint[chosen]}</p>
          <ActionForm
            action={referralActions[chosen]!}
            subject={subject}
            version={referral.version}
            submit={confirm[chosen]}
            run={(body) => act(chosen, body)}
            onCancel={() => setChosen(undefined)}
            onConflict={() => whoWasFirst(referral.referralCode, i18n)}
            onDone={() => {
              setChosen(undefined);
              onDone(done[chosen]);
            }}
          />
        </div>
      )}
    </div>
  );
}
