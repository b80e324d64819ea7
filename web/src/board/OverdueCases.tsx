import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import type { OverdueCaseCell } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { Figure, numbered, useCount } from "./Figure";

// Open cases that are overdue: all of what is asked for, and of each who must act, then by what is
// due. No list stands behind it: the committee sees no case, and officers have theirs among the
// longest overdue. How late the latest one is would be of one child: the committee is told how late
// ten are.
export function OverdueCases({
  sums,
  cells,
  revision,
  subcounty,
}: {
  sums: readonly OverdueCaseCell[];
  cells: readonly OverdueCaseCell[];
  revision: bigint;
  // "": of the whole county.
  subcounty: string;
}) {
  const { t, number } = useI18n();
  const counted = useCaller().role === "committee";
  const count = useCount();
  const name = useAgencies().name;
  const area = areas[subcounty];
  const everywhere = area ? t.work.sub(area.name) : t.board.whole;
  const due: Record<string, string> = t.due;
  const stages: Record<string, string> = t.stages;
  const row = (what: string, stage: string, who: string, cell: OverdueCaseCell) => [
    what,
    stage,
    who,
    numbered(count(cell.count)),
    numbered(cell.count?.suppressed ? t.board.suppressed : number(cell.longestDays)),
  ];
  return (
    <Figure
      title={t.board.overdueCases}
      file="overdue-cases"
      revision={revision}
      head={[
        t.board.dueWhat,
        t.board.stage,
        t.board.whose,
        t.board.overdue,
        counted ? t.board.tenOverdue : t.board.longestDays,
      ]}
      rows={
        cells.length === 0
          ? [[t.board.noCaseOverdue]]
          : [
              ...sums.map((sum) =>
                row(t.board.allDue, "", sum.turnAgency ? name(sum.turnAgency) : everywhere, sum),
              ),
              ...cells.map((cell) =>
                row(
                  due[cell.dueWhat] ?? cell.dueWhat,
                  stages[cell.stage] ?? cell.stage,
                  name(cell.turnAgency),
                  cell,
                ),
              ),
            ]
      }
    />
  );
}
