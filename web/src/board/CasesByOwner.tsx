import { useAgencies } from "../directory/agencies";
import type { CaseCell } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { Figure, numbered, useCount } from "./Figure";

// All open cases of the county and of each owner, as the hub sums them: to who sees suppressed
// counts of the whole county alone.
export function CasesByOwner({ sums, revision }: { sums: readonly CaseCell[]; revision: bigint }) {
  const { t } = useI18n();
  const count = useCount();
  const name = useAgencies().name;
  const owners = sums.filter((sum) => !sum.stage);
  if (owners.length === 0) return null;
  return (
    <Figure
      title={t.board.casesByOwner}
      file="cases-by-owner"
      revision={revision}
      head={[t.board.agency, t.board.count]}
      rows={owners.map((sum) => [
        sum.agency ? name(sum.agency) : t.board.allDue,
        numbered(count(sum.count)),
      ])}
    />
  );
}
