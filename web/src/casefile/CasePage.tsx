import "../styles/case.css";
import { useEffect, useState } from "react";
import { ActionBar } from "../actions/ActionBar";
import { actionsOn } from "../actions/definitions";
import { runOnCase } from "../actions/run";
import { casework } from "../api/casework";
import { isShut } from "../api/refusal";
import { Link, setQuery, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import { watchLive } from "../api/live";
import type { Case, TimelineEntry } from "../gen/rufaa/casework/v1/casework_pb";
import { Compartment } from "../gen/rufaa/common/v1/common_pb";
import { useI18n } from "../i18n";
import { Reveal } from "../referral/Reveal";
import { TreatNow } from "../report/HealthClock";
import { ButtonLink } from "../ui/Button";
import { Page } from "../ui/Page";
import { Code, Notice } from "../ui/parts";
import { PrintButton } from "../ui/Print";
import { Show } from "../ui/States";
import { useAgencies } from "../directory/agencies";
import { whatChanged } from "./changed";
import { CaseReferrals } from "./CaseReferrals";
import { Consents, CourtOf, Documents, Needs } from "./CaseParts";
import { IdentityBar } from "./IdentityBar";
import { Timeline } from "./Timeline";
import { useTimeline } from "./useTimeline";

// They read what was done with a case, and by whom it was seen, rather than the case.
const AUDITS = ["auditor", "dpo"];
const DECIDED = "case.duplicate-decided";
const TABS = ["timeline", "referrals", "court", "services", "consent", "documents"] as const;
type Tab = (typeof TABS)[number];
const PARTS = [
  Compartment.IDENTITY,
  Compartment.LOCATION,
  Compartment.NARRATIVE,
  Compartment.JUSTICE,
  Compartment.MEDICAL,
];

// A child's case: who it is only on request, everything else under its code.
export default function CasePage({ params }: { params: Record<string, string> }) {
  const { t } = useI18n();
  const { role } = useCaller();
  const code = params["code"]!;
  const loaded = useLoad(() => casework.getCase({ caseCode: code }), ["case", code]);
  const { reload } = loaded;
  useEffect(() => watchLive(reload), [reload]);
  // What was done here last: it may have been to let the case go.
  const [did, setDid] = useState<string>();
  const names: Record<string, string> = t.actions.names;
  const letGo = did !== undefined && isShut(loaded.refusal);
  const assigned = loaded.refusal?.reason === "ASSIGNED_TO_ANOTHER";
  return (
    <Page
      kind={t.casefile.kind}
      title={
        <>
          {t.casefile.kind} <Code>{code}</Code>
        </>
      }
      actions={<PrintButton />}
    >
      {AUDITS.includes(role) && (
        <p className="row no-print">
          <ButtonLink href={`/audit?case=${code}`}>{t.audit.trail}</ButtonLink>
          <ButtonLink href={`/audit?tab=reads&case=${code}`}>{t.audit.whoSaw(code)}</ButtonLink>
        </p>
      )}
      {letGo ? (
        <Notice tone="good" title={`${names[did]}: ${t.actions.done.toLowerCase()}`} live>
          <p>{assigned ? t.reasons.ASSIGNED_TO_ANOTHER[0] : t.casefile.letGo}</p>
        </Notice>
      ) : (
        <Show of={loaded}>
          {({ caseFile, revision }) =>
            caseFile && (
              <Body
                file={caseFile}
                revision={revision}
                onDone={(method) => {
                  setDid(method);
                  reload();
                }}
              />
            )
          }
        </Show>
      )}
    </Page>
  );
}

function Body({
  file,
  revision,
  onDone,
}: {
  file: Case;
  revision: bigint;
  onDone: (method: string) => void;
}) {
  const i18n = useI18n();
  const { t, label } = i18n;
  const caller = useCaller();
  const agency = useAgencies().name;
  const asked = useQuery("tab");
  const tab: Tab = (TABS as readonly string[]).includes(asked) ? (asked as Tab) : "timeline";
  const timeline = useTimeline(file.caseCode, revision);
  // A volunteer who reported the child knows that it arrived and with whom, and no more. Of a child
  // the sex is always known, the age is not.
  const whole = file.sex !== "" || file.needs.length > 0;

  return (
    <>
      <IdentityBar file={file} />
      <TreatNow of={file} />
      {file.erased && <Notice tone="warn" title={t.casefile.erased} />}
      {file.closureRequested && (
        <Notice title={t.casefile.closureAsked(label("closure_reason", file.closureReason))} />
      )}
      {file.transferTo && <Notice title={t.casefile.transferAsked(agency(file.transferTo))} />}
      {file.possibleDuplicateOf && (
        <Notice tone="warn" title={t.casefile.duplicate(file.possibleDuplicateOf)}>
          <CaseLink code={file.possibleDuplicateOf} />
        </Notice>
      )}
      {file.stage === "duplicate" && <GoesOn timeline={timeline.data ?? []} />}
      {!file.stage && <Notice title={t.casefile.closedToYou} />}
      <section className="sheet no-print" aria-label={t.actions.doNow}>
        <h2>{t.actions.doNow}</h2>
        <div className="stack">
          {file.allowedActions.includes("SendReferral") && (
            <div>
              <ButtonLink look="primary" href={`/c/${file.caseCode}/refer`}>
                {t.casefile.refer}
              </ButtonLink>
            </div>
          )}
          <ActionBar
            allowed={file.allowedActions}
            table={actionsOn(file.ownerAgency === caller.agency, file.registerTime !== undefined)}
            subject={{ file }}
            first={5}
            version={file.version}
            run={(method, body) => runOnCase(method, { ...body, caseCode: file.caseCode })}
            onDone={onDone}
            onConflict={() => whatChanged(file.caseCode, revision, i18n, agency)}
          />
        </div>
      </section>
      {whole && (
        <div className="columns case-columns">
          <div>
            <div className="tabs" role="tablist" aria-label={t.casefile.kind}>
              {TABS.map((one) => (
                <button
                  key={one}
                  className="tab"
                  role="tab"
                  id={`tab-${one}`}
                  aria-selected={one === tab}
                  aria-controls="case-panel"
                  onClick={() => setQuery("tab", one)}
                >
                  {t.casefile.tabs[one]}
                </button>
              ))}
            </div>
            <div
              className="sheet panel"
              id="case-panel"
              role="tabpanel"
              aria-labelledby={`tab-${tab}`}
            >
              {tab === "timeline" && (
                <Show of={timeline}>{(entries) => <Timeline entries={entries} />}</Show>
              )}
              {tab === "referrals" && (
                <Show of={timeline}>
                  {(entries) => (
                    <CaseReferrals file={file} revision={revision} timeline={entries} />
                  )}
                </Show>
              )}
              {tab === "court" && <CourtOf file={file} />}
              {tab === "services" && <Needs file={file} />}
              {tab === "consent" && <Consents file={file} />}
              {tab === "documents" && <Documents file={file} />}
            </div>
          </div>
          {!file.erased && (
            <Reveal
              parts={file.ownerAgency === caller.agency ? PARTS : PARTS.slice(0, 3)}
              read={(purpose, compartments) =>
                casework.revealChild({ caseCode: file.caseCode, purpose, compartments })
              }
            />
          )}
        </div>
      )}
    </>
  );
}

function CaseLink({ code }: { code: string }) {
  const { t } = useI18n();
  return (
    <p>
      <Link className="row-link" href={`/c/${code}`}>
        {t.casefile.kind}&nbsp;<Code>{code}</Code>
      </Link>
    </p>
  );
}

// A case that was found to repeat another is over, and the child's work is not.
function GoesOn({ timeline }: { timeline: readonly TimelineEntry[] }) {
  const { t } = useI18n();
  const found = timeline.findLast(
    ({ eventType, facts }) => eventType === DECIDED && facts["same"] === "yes",
  );
  const other = found?.facts["of"];
  return other ? (
    <Notice title={t.casefile.goesOnIn(other)}>
      <CaseLink code={other} />
    </Notice>
  ) : null;
}
