import { useEffect } from "react";
import { useCaller, useSession } from "../app/session";
import { useAgencies } from "../directory/agencies";
import { useI18n } from "../i18n";
import { drain, type Report } from "../offline/outbox";
import { useReports } from "../offline/useOutbox";
import { Button, ButtonLink } from "../ui/Button";
import { Page } from "../ui/Page";
import { Notice } from "../ui/parts";
import { HealthClock, pepStartBy } from "./HealthClock";
import { ReportTag } from "./ReportTag";
import { Why } from "./Why";

// What became of the report just made: its code to read aloud, the promise that it will be sent, or
// why the hub did not take it.
export function Sent({
  id,
  straight,
  apart,
  again,
}: {
  id: string;
  // As the hub answered, if this device keeps nothing.
  straight?: Report;
  // On a locked screen, which shows no other report.
  apart?: boolean;
  again: () => void;
}) {
  const { t } = useI18n();
  const { person } = useCaller();
  const { sessionEnded, somebodyElse } = useSession();
  const agency = useAgencies().name;
  const kept = useReports(person).find((one) => one.id === id);
  const report = straight ?? kept;
  useEffect(() => {
    drain(person).then(
      (result) => {
        if (result === "signed-out") sessionEnded();
        if (result === "somebody-else") somebodyElse();
      },
      () => undefined,
    );
  }, [person, sessionEnded, somebodyElse]);
  const received = report?.state === "received";
  const refused = report?.state === "attention";
  return (
    <Page
      kind={t.report.kind}
      title={
        received
          ? t.report.sent
          : refused
            ? t.report.list.attention
            : t.report.keptTitle
      }
    >
      <HealthClock pep={pepStartBy(report?.exposure ? new Date(report.exposure) : undefined)} />
      <div role="status">
        {received ? (
          <>
            <p>{t.report.readAloud}:</p>
            <p className="big-code">{report.code}</p>
            {report.ownerAgency && <p>{t.report.owner(agency(report.ownerAgency))}</p>}
            {(report.similar ?? 0) > 0 && (
              <Notice>
                <p>{t.report.similar(report.similar!)}</p>
              </Notice>
            )}
          </>
        ) : refused ? (
          <>
            <Why report={report} />
            <p>{apart ? t.report.refusedApart : t.report.refused}</p>
          </>
        ) : (
          <>
            {report && (
              <p>
                <ReportTag report={report} />
              </p>
            )}
            <p>{t.report.kept}</p>
          </>
        )}
      </div>
      <div className="buttons">
        <Button look={refused ? "secondary" : "primary"} onClick={again}>
          {t.report.another}
        </Button>
        {!apart && (
          <ButtonLink look={refused ? "primary" : "secondary"} href="/reports">
            {t.report.toReports}
          </ButtonLink>
        )}
      </div>
    </Page>
  );
}
