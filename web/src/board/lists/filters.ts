import { useCaller } from "../../app/session";
import { useAgencies } from "../../directory/agencies";
import { areas } from "../../gen/areas";
import { useI18n } from "../../i18n";
import { keepsCases } from "../behind";
import { BUCKETS } from "../Figure";
import type { Filter } from "./Lines";

// What several lists are narrowed by, in words.
export function useFilters() {
  const { t } = useI18n();
  const agencies = useAgencies();
  const stages: Record<string, string> = t.stages;
  const states: Record<string, string> = t.states;
  const byAgency = (name: string, label: string): Filter => ({
    name,
    label,
    empty: t.board.all,
    choices: agencies.all.map((one) => [one.agency, one.displayName] as const),
  });
  const age = (label: string): Filter => ({
    name: "age",
    label,
    choices: BUCKETS.map((bucket) => [bucket, t.board.buckets[bucket]] as const),
  });
  const subcounty: Filter = {
    name: "subcounty",
    label: t.board.subcounty,
    empty: t.board.whole,
    choices: Object.entries(areas).map(([id, area]) => [id, area.name] as const),
  };
  return {
    byAgency,
    age,
    subcounty,
    // Small counts are hidden from everybody else, and the hub then lists only as the board counts.
    seesAll: keepsCases(useCaller()),
    agencyName: (id: string) => id && agencies.name(id),
    stage: (id: string) => stages[id] ?? id,
    state: (id: string) => states[id] ?? id,
    area: (id: string) => areas[id]?.name ?? id,
    bucket: (id: string) => (id ? t.board.buckets[id as (typeof BUCKETS)[number]] : ""),
  };
}
