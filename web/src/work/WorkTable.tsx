import { useEffect, useRef } from "react";
import { Link } from "../app/router";
import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Code, Due, Risk, Tag, Urgency } from "../ui/parts";
import { Awaits } from "./Awaits";
import { hrefOf, type Item, type Tab } from "./items";
import type { Quick } from "./QuickAnswer";

// Whose name a row has is who has it, or who sent it.
const weSent = (tab: Tab) => tab === "waiting" || tab === "escalated";

// Rows on a desk's screen, cards on a phone: the same table, laid out by the style sheet.
export function WorkTable({
  items,
  tab,
  at,
  move,
  answer,
}: {
  items: readonly Item[];
  tab: Tab;
  at: number;
  move: (index: number) => void;
  answer: (quick: Quick) => void;
}) {
  const { t } = useI18n();
  const body = useRef<HTMLTableSectionElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) body.current?.querySelectorAll<HTMLElement>("th a")[at]?.focus();
    moved.current = true;
  }, [at]);
  const c = t.work.columns;
  return (
    <div className="table-wrap work-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{c.code}</th>
            <th scope="col">{c.need}</th>
            <th scope="col">{weSent(tab) ? c.to : c.from}</th>
            <th scope="col">{c.child}</th>
            <th scope="col">{c.clock}</th>
            <th scope="col">{c.risk}</th>
            <th scope="col">{c.state}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {items.map((item, index) => (
            <tr
              key={item.id}
              className={index === at ? "current" : undefined}
              onFocus={() => move(index)}
            >
              <Row item={item} tab={tab} answer={answer} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ item, tab, answer }: { item: Item; tab: Tab; answer: (quick: Quick) => void }) {
  const i18n = useI18n();
  const { t, label, dateTime } = i18n;
  const agency = useAgencies().name;
  const own = useCaller().agency;
  const states: Record<string, string> = t.states;
  const stages: Record<string, string> = t.stages;
  const head = (
    <th scope="row">
      <Link href={hrefOf(item)} className="row-link">
        <Code>{item.kind === "court" ? item.court.caseCode : item.id}</Code>
      </Link>
      {item.kind === "referral" && item.referral.escalated && (
        <Tag tone="bad">{t.referral.escalated}</Tag>
      )}
    </th>
  );

  if (item.kind === "case") {
    const { row } = item;
    return (
      <>
        {head}
        <td>{stages[row.stage] ?? row.stage}</td>
        <td className="muted">
          {tab !== "waiting"
            ? row.ownerPerson || "–"
            : row.stage === "transfer-pending"
              ? t.work.otherOffice
              : t.roles.supervisor}
        </td>
        <td>{areas[row.subcounty]?.name ?? row.subcounty}</td>
        <td>
          <Due what={row.dueWhat} time={row.dueTime} />
        </td>
        <td>
          <Risk risk={row.risk} />
        </td>
        <td>
          <Awaits what={row.awaits} />
          {item.ownerLeft && <Tag tone="bad">{t.work.ownerLeft}</Tag>}
          {row.openReferrals > 0 && <Tag tone="info">{t.casefile.open(row.openReferrals)}</Tag>}
        </td>
      </>
    );
  }
  if (item.kind === "court") {
    const { court } = item;
    return (
      <>
        {head}
        <td>{label("court_session", court.session)}</td>
        <td>{agency(court.court)}</td>
        <td>{court.moves > 0 ? t.casefile.moved(court.moves) : ""}</td>
        <td>
          <Due what="court" time={court.courtTime} />
        </td>
        <td className="nowrap">{dateTime(court.courtTime)}</td>
        <td />
      </>
    );
  }
  const { referral } = item;
  const may = (method: Quick["method"]) => referral.allowedActions.includes(method);
  const other = referral.toAgency === own ? referral.fromAgency : referral.toAgency;
  return (
    <>
      {head}
      <td>{label("referral_reason", referral.service)}</td>
      <td>{agency(other)}</td>
      <td>
        {[
          referral.ageBand && t.work.years(referral.ageBand),
          referral.sex && label("sex", referral.sex).toLowerCase(),
          areas[referral.subcounty]?.name,
        ]
          .filter(Boolean)
          .join(", ")}
      </td>
      <td>
        <Due what={referral.dueWhat} time={referral.dueTime} />
      </td>
      <td>
        <Urgency urgency={referral.urgency} />
      </td>
      <td>
        <span className="state">{states[referral.state] ?? referral.state}</span>
        {may("AcceptReferral") && (
          <span className="row-actions">
            <Button onClick={() => answer({ method: "AcceptReferral", referral })}>
              {t.referral.accept}
            </Button>
            {may("DeclineReferral") && (
              <Button look="quiet" onClick={() => answer({ method: "DeclineReferral", referral })}>
                {t.referral.decline}
              </Button>
            )}
          </span>
        )}
      </td>
    </>
  );
}
