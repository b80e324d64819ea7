import "../styles/report.css";
import { useState } from "react";
import { refusalOf, type Refusal } from "../api/refusal";
import { Link, navigate } from "../app/router";
import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import { useI18n } from "../i18n";
import {
  dropDraft,
  dropReport,
  keepDraft,
  type OtherDraft,
  type Report,
} from "../offline/outbox";
import { useOtherDrafts, useReports } from "../offline/useOutbox";
import { Button, ButtonLink } from "../ui/Button";
import { Page } from "../ui/Page";
import { Code, Tag } from "../ui/parts";
import { Empty, RefusalNotice } from "../ui/States";
import { draftOf } from "./draftOf";
import { Drop } from "./Drop";
import { ReportTag } from "./ReportTag";
import { Why } from "./Why";

// Every report made on this device, and where each stands.
export default function MyReportsPage(_: { params: Record<string, string> }) {
  const { t } = useI18n();
  const { person } = useCaller();
  const reports = useReports(person);
  const drafts = useOtherDrafts(person);
  return (
    <Page
      kind={t.report.list.kind}
      title={t.report.list.title}
      lead={t.report.list.hint}
      actions={
        <ButtonLink look="primary" href="/report">
          {t.nav.report}
        </ButtonLink>
      }
    >
      {drafts.length > 0 && (
        <ul className="list">
          {drafts.map((draft) => (
            <Unfinished key={draft.id} draft={draft} />
          ))}
        </ul>
      )}
      {reports.length + drafts.length === 0 ? (
        <Empty title={t.report.list.empty} />
      ) : (
        <ul className="list">
          {reports.map((report) => (
            <Row key={report.id} report={report} />
          ))}
        </ul>
      )}
    </Page>
  );
}

// A report begun apart from the one on the page to report: on a locked screen, or out of a refused one.
function Unfinished({ draft }: { draft: OtherDraft }) {
  const { t, dateTime } = useI18n();
  const { person } = useCaller();
  const [dropping, setDropping] = useState(false);
  return (
    <li>
      <div className="row">
        <Tag tone="warn">{t.report.list.unfinished}</Tag>
        {draft.begun && (
          <span className="muted push">
            {t.report.list.begun} {dateTime(new Date(draft.begun))}
          </span>
        )}
      </div>
      <div className="buttons">
        <ButtonLink href={`/report?draft=${draft.id}`}>{t.report.list.goOn}</ButtonLink>
        <Button look="warning" onClick={() => setDropping(true)}>
          {t.report.discard}
        </Button>
      </div>
      {dropping && (
        <Drop
          sure={t.report.list.discardSure}
          drop={() => dropDraft(person, draft.id)}
          onClose={() => setDropping(false)}
        />
      )}
    </li>
  );
}

function Row({ report }: { report: Report }) {
  const { t, dateTime } = useI18n();
  const { person } = useCaller();
  const agency = useAgencies().name;
  const [dropping, setDropping] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  // Beside whatever is being written on the page to report, not in its place.
  const correct = async () => {
    await keepDraft(person, { ...draftOf(report), begun: report.made }, report.id);
    await dropReport(report.id);
    navigate(`/report?draft=${report.id}`);
  };
  return (
    <li>
      <div className="row">
        <ReportTag report={report} />
        {report.code && (
          <Link href={`/c/${report.code}`} className="row-link">
            <Code>{report.code}</Code>
          </Link>
        )}
        <span className="muted push">
          {t.report.list.made} {dateTime(new Date(report.made))}
        </span>
      </div>
      {report.ownerAgency && <p className="small">{t.report.owner(agency(report.ownerAgency))}</p>}
      {report.state === "attention" && (
        <>
          <Why report={report} />
          {refusal && <RefusalNotice refusal={refusal} />}
          <div className="buttons">
            <Button onClick={() => void correct().catch((error) => setRefusal(refusalOf(error)))}>
              {t.report.list.again}
            </Button>
            <Button look="warning" onClick={() => setDropping(true)}>
              {t.report.list.drop}
            </Button>
          </div>
        </>
      )}
      {dropping && (
        <Drop
          sure={t.report.list.dropSure}
          drop={() => dropReport(report.id)}
          onClose={() => setDropping(false)}
        />
      )}
    </li>
  );
}
