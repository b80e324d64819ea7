import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import type { BedCell, UnmetNeed } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { needsHref, offersHref } from "./behind";
import { Bars, Figure, numbered, useCount } from "./Figure";

export function Unmet({
  needs,
  revision,
}: {
  needs: readonly UnmetNeed[];
  revision: bigint;
}) {
  const { t, label } = useI18n();
  const count = useCount();
  return (
    <Figure
      title={t.board.unmet}
      file="unmet-needs"
      revision={revision}
      behind={needs.map(({ service, subcounty }) => needsHref({ service, subcounty }))}
      head={[t.board.service, t.board.subcounty, t.board.count]}
      rows={needs.map((need) => [
        label("referral_reason", need.service),
        areas[need.subcounty]?.name ?? need.subcounty,
        numbered(count(need.count)),
      ])}
    />
  );
}

export function Beds({ cells, revision }: { cells: readonly BedCell[]; revision: bigint }) {
  const { t, label } = useI18n();
  const name = useAgencies().name;
  return (
    <Figure
      title={t.board.beds}
      file="beds"
      revision={revision}
      behind={cells.map((cell) => offersHref(cell.agency))}
      head={[t.board.agency, t.board.service, t.board.free, t.board.total]}
      drawing={
        <Bars
          bars={cells.map((cell) => ({
            href: offersHref(cell.agency),
            label: `${name(cell.agency)}: ${label("referral_reason", cell.service).toLowerCase()}`,
            said: `${cell.room} / ${cell.total}${cell.stale ? ` (${t.board.stale})` : ""}`,
            parts: [
              { value: cell.total - cell.room, tone: "age2", title: t.beds.used },
              { value: cell.room, tone: "free", title: t.board.free },
            ],
          }))}
        />
      }
      rows={cells.map((cell) => [
        name(cell.agency),
        label("referral_reason", cell.service),
        numbered(String(cell.room)),
        numbered(String(cell.total)),
      ])}
    />
  );
}
