// The smaller parts of a case file: court, needs and services, consent, documents.
import { needLabel } from "../actions/parts";
import { Link } from "../app/router";
import { useAgencies } from "../directory/agencies";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Code, Due, Facts, Tag, Urgency, type Tone } from "../ui/parts";
import { Empty } from "../ui/States";

// What ran out, and nobody said what became of the child that it held, is not to be overlooked.
const ORDER_TONES: Record<string, Tone> = { running: "good", expired: "bad" };

export function CourtOf({ file }: { file: Case }) {
  const { t, label, dateTime } = useI18n();
  const agency = useAgencies().name;
  const states: Record<string, string> = t.courtStates;
  const orderStates: Record<string, string> = t.casefile.orderStates;
  return (
    <div className="stack">
      {file.courtDates.length === 0 ? (
        <Empty title={t.casefile.noCourt} />
      ) : (
        <ul className="list">
          {file.courtDates.map((date, i) => (
            <li key={`${date.matter}/${i}`} className="row">
              <span>
                <strong>{label("court_session", date.session)}</strong>, {agency(date.court)}
                <br />
                <span className="muted">
                  {dateTime(date.courtTime)}
                  {date.moves > 0 && `, ${t.casefile.moved(date.moves)}`}
                </span>
              </span>
              <span className="push">
                <Tag tone={date.state === "set" ? "info" : "plain"}>
                  {states[date.state] ?? date.state}
                </Tag>{" "}
                {date.outcome && label("court_outcome", date.outcome)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <h3>{t.casefile.orders}</h3>
      {file.orders.length === 0 ? (
        <Empty title={t.casefile.noOrders} />
      ) : (
        <ul className="list">
          {file.orders.map((order) => (
            <li key={order.order} className="row">
              <span>
                <strong>{label("court_order", order.kind)}</strong>
                <br />
                <span className="muted">
                  {order.madeOn},{" "}
                  {order.expiresOn ? t.casefile.until(order.expiresOn) : t.casefile.noEnd}
                  {order.placeAgency && `, ${agency(order.placeAgency)}`}
                </span>
              </span>
              <span className="push">
                <Tag tone={ORDER_TONES[order.state] ?? "plain"}>
                  {orderStates[order.state] ?? order.state}
                </Tag>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Needs({ file }: { file: Case }) {
  const i18n = useI18n();
  const { t, date } = i18n;
  const states: Record<string, string> = t.needStates;
  return (
    <div className="stack">
      {file.needs.length === 0 ? (
        <Empty title={t.casefile.noNeeds} />
      ) : (
        <ul className="list">
          {file.needs.map((need) => (
            <li key={need.need} className="row">
              <span>
                <strong>{needLabel(i18n, need.code)}</strong> <Urgency urgency={need.urgency} />
                <br />
                <span className="muted">{date(need.openTime)}</span>
              </span>
              {need.referralCode && (
                <Link href={`/r/${need.referralCode}`} className="row-link">
                  <Code>{need.referralCode}</Code>
                </Link>
              )}
              <span className="push row">
                <Tag tone={need.state === "open" ? "bad" : need.state === "met" ? "good" : "plain"}>
                  {states[need.state] ?? need.state}
                </Tag>
                {need.state === "open" && file.allowedActions.includes("SendReferral") && (
                  <Link
                    className="button secondary no-print"
                    href={`/c/${file.caseCode}/refer?service=${need.code}&need=${need.need}`}
                  >
                    {t.casefile.refer}
                  </Link>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p>{t.casefile.sessions(file.sessionCount)}</p>
    </div>
  );
}

export function Consents({ file }: { file: Case }) {
  const { t, label, date } = useI18n();
  const agency = useAgencies().name;
  const parts: Record<number, string> = t.compartments;
  if (file.consents.length === 0) return <Empty title={t.casefile.noConsents} />;
  return (
    <ul className="list">
      {file.consents.map((consent) => (
        <li key={consent.consent}>
          <div className="row">
            <strong>
              {consent.recipientAgency
                ? agency(consent.recipientAgency)
                : label("agency_kind", consent.recipientKind)}
            </strong>
            <span className="push">
              <Tag tone={consent.withdrawTime ? "bad" : "good"}>
                {consent.withdrawTime
                  ? t.casefile.withdrawn(date(consent.withdrawTime))
                  : consent.untilTime
                    ? t.casefile.until(date(consent.untilTime))
                    : t.casefile.forever}
              </Tag>
            </span>
          </div>
          <p className="small muted">
            {consent.scope.map((part) => parts[part]).join("; ")} ·{" "}
            {label("purpose", consent.purpose)}
            {consent.givenBy && ` · ${label("consent_giver", consent.givenBy)}`}
            {consent.basis && ` · ${label("consent_basis", consent.basis)}`} ·{" "}
            {date(consent.fromTime)}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function Documents({ file }: { file: Case }) {
  const { t, label } = useI18n();
  const agency = useAgencies().name;
  return (
    <>
      <p className="hint">{t.casefile.documentsHint}</p>
      <Facts
        rows={[
          [t.casefile.documents.serial, file.serial && <Code>{file.serial}</Code>],
          ...file.orders.map(
            (order) =>
              [
                `${t.casefile.documents.order} ${order.order}`,
                `${label("court_order", order.kind)}, ${order.madeOn}`,
              ] as const,
          ),
          ...[...new Map(file.courtDates.map((date) => [date.matter, date.court])).entries()].map(
            ([matter, court]) =>
              [t.casefile.documents.matter, `${matter}, ${agency(court)}`] as const,
          ),
        ]}
      />
      {file.dueTime && (
        <p className="no-print">
          <Due what={file.dueWhat} time={file.dueTime} />
        </p>
      )}
    </>
  );
}
