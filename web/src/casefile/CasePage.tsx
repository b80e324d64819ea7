import "../styles/case.css";
import { useEffect } from "react";
import { ActionBar } from "../actions/ActionBar";
import { caseActions } from "../actions/definitions";
import { runOnCase } from "../actions/run";
import { casework } from "../api/casework";
import { setQuery, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import { watchLive } from "../api/live";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
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
      <Show of={loaded}>
        {({ caseFile, revision }) =>
          caseFile && <Body file={caseFile} revision={revision} reload={reload} />
        }
      </Show>
    </Page>
  );
}

function Body({
  file,
  revision,
  reload,
}: {
  file: Case;
  revision: bigint;
  reload: () => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
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
      {file.closureRequested && <Notice title={t.casefile.closureAsked} />}
      {file.transferTo && <Notice title={t.casefile.transferAsked(agency(file.transferTo))} />}
      {file.possibleDuplicateOf && (
        <Notice tone="warn" title={t.casefile.duplicate(file.possibleDuplicateOf)} />
      )}
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
            table={caseActions}
            subject={{ file }}
            first={5}
            version={file.version}
            run={(method, body) => runOnCase(method, { ...body, caseCode: file.caseCode })}
            onDone={reload}
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
                <CaseReferrals file={file} revision={revision} timeline={timeline.data ?? []} />
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
