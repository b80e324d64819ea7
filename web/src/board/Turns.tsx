import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import type { ReferralCell } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { overdueHref, turnHref } from "./behind";
import { atLeast, Bars, Figure, numbered, useCount } from "./Figure";

// Running referrals by who must act next, and how many of them are overdue.
export function Turns({
  cells,
  revision,
  subcounty = "",
}: {
  cells: readonly ReferralCell[];
  revision: bigint;
  subcounty?: string;
}) {
  const { t } = useI18n();
  const caller = useCaller();
  const count = useCount();
  const name = useAgencies().name;
  const sorted = [...cells].sort(
    (a, b) => atLeast(b.overdue) - atLeast(a.overdue) || atLeast(b.count) - atLeast(a.count),
  );
  const href = (cell: ReferralCell) => turnHref(caller, cell.turnAgency, subcounty);
  return (
    <Figure
      title={t.board.referrals}
      file="referrals-by-turn"
      revision={revision}
      behind={sorted.map((cell) => [
        href(cell),
        href(cell),
        overdueHref({ kind: "referral", whose: cell.turnAgency }),
      ])}
      head={[t.board.agency, t.board.running, t.board.overdue]}
      note={
        <p className="legend" aria-hidden="true">
          <span>
            <i className="swatch over" />
            {t.board.overdue}
          </span>
          <span>
            <i className="swatch run" />
            {t.board.running}
          </span>
        </p>
      }
      drawing={
        <Bars
          bars={sorted.map((cell) => {
            const all = atLeast(cell.count);
            const over = Math.min(atLeast(cell.overdue), all);
            return {
              label: name(cell.turnAgency),
              href: href(cell),
              said: `${count(cell.overdue)} / ${count(cell.count)}`,
              parts: [
                { value: over, tone: "over", title: `${t.board.overdue}: ${count(cell.overdue)}` },
                {
                  value: all - over,
                  tone: "run",
                  title: `${t.board.running}: ${count(cell.count)}`,
                },
              ],
            };
          })}
        />
      }
      rows={sorted.map((cell) => [
        name(cell.turnAgency),
        numbered(count(cell.count)),
        numbered(count(cell.overdue)),
      ])}
    />
  );
}
