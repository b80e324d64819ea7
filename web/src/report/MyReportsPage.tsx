import "../styles/report.css";
import { useState } from "react";
import { Link, navigate } from "../app/router";
import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import { useI18n } from "../i18n";
import { dropReport, keepDraft, type Report } from "../offline/outbox";
import { useReports } from "../offline/useOutbox";
import { Button, ButtonLink } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Page } from "../ui/Page";
import { Code } from "../ui/parts";
import { Empty, useReason } from "../ui/States";
import { draftOf } from "./draftOf";
import { ReportTag } from "./ReportTag";

// Every report made on this device, and where each stands.
export default function MyReportsPage(_: { params: Record<string, string> }) {
  const { t } = useI18n();
  const { person } = useCaller();
  const reports = useReports(person);
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
      {reports.length === 0 ? (
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

function Row({ report }: { report: Report }) {
  const { t, dateTime } = useI18n();
  const { person } = useCaller();
  const agency = useAgencies().name;
  const reason = useReason();
  const [dropping, setDropping] = useState(false);
  const correct = async () => {
    await keepDraft(person, draftOf(report));
    await dropReport(report.id);
    navigate("/report");
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
          <p>
            {Object.values(
              reason({
                reason: report.reason ?? "",
                facts: {},
                fields: [],
                retryable: false,
                waitMs: 0,
              }),
            ).join(" ")}
          </p>
          <div className="buttons">
            <Button onClick={() => void correct()}>{t.report.list.again}</Button>
            <Button look="warning" onClick={() => setDropping(true)}>
              {t.report.list.drop}
            </Button>
          </div>
        </>
      )}
      {dropping && (
        <Dialog title={t.report.list.drop} onClose={() => setDropping(false)}>
          <p>{t.report.list.dropSure}</p>
          <div className="buttons">
            <Button look="warning" onClick={() => void dropReport(report.id)}>
              {t.report.list.drop}
            </Button>
            <Button look="quiet" onClick={() => setDropping(false)}>
              {t.cancel}
            </Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}
