import { useState } from "react";
import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import type { CaseCell } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import { casesHref } from "./behind";
import { atLeast, Bars, BUCKETS, Figure, Legend, numbered, sumOf, useCount } from "./Figure";

// Of open cases only: what is closed, screened out or taken back waits for nobody.
export const STAGES = [
  "identified",
  "emergency",
  "registered",
  "assessment",
  "planned",
  "implementation",
  "follow-up",
  "transfer-pending",
];

// Stage × time in it, of one agency or of all. The hub's sums tell more than the counts that are
// shown: of a stage, of an agency, and of all.
export function CasesByStage({
  cells,
  sums = [],
  revision,
  subcounty = "",
}: {
  cells: readonly CaseCell[];
  sums?: readonly CaseCell[];
  revision: bigint;
  subcounty?: string;
}) {
  const { t } = useI18n();
  const caller = useCaller();
  const count = useCount();
  const name = useAgencies().name;
  const [agency, setAgency] = useState("");
  const stages: Record<string, string> = t.stages;
  const agencies = [...new Set(cells.map((cell) => cell.agency))];
  const mine = cells.filter((cell) => !agency || cell.agency === agency);
  const of = (stage: string, bucket?: string) =>
    mine.filter(
      (cell) => (!stage || cell.stage === stage) && (!bucket || cell.ageBucket === bucket),
    );
  const shown = STAGES.filter((stage) => of(stage).length > 0);
  const href = (stage: string, age = "") => casesHref(caller, { stage, agency, age, subcounty });
  // Without a stage: of all.
  const say = (stage: string, bucket?: string) => {
    const sum = sums.find((one) => one.stage === stage && one.agency === agency)?.count;
    if (!bucket && sum && !sum.suppressed) return count(sum);
    const found = of(stage, bucket);
    if (found.length === 1) return count(found[0]!.count);
    const { least, hidden } = sumOf(found.map((cell) => cell.count));
    return hidden ? `≥ ${least}` : String(least);
  };
  const rows = shown.length > 0 ? ["", ...shown] : [];
  return (
    <Figure
      title={t.board.cases}
      file="cases-by-stage"
      revision={revision}
      behind={rows.map((stage) =>
        stage ? [href(stage), ...BUCKETS.map((bucket) => href(stage, bucket))] : undefined,
      )}
      head={[t.board.stage, ...BUCKETS.map((bucket) => t.board.buckets[bucket]), t.board.total]}
      note={
        <>
          <SelectField
            label={t.board.agency}
            value={agency}
            empty={t.board.all}
            onChange={(event) => setAgency(event.target.value)}
            choices={agencies.map((id) => [id, name(id)] as const)}
          />
          <Legend />
        </>
      }
      drawing={
        <>
          <Bars
            bars={shown.map((stage) => ({
              label: stages[stage] ?? stage,
              said: say(stage),
              href: href(stage),
              parts: BUCKETS.map((bucket, i) => ({
                value: of(stage, bucket).reduce((sum, cell) => sum + atLeast(cell.count), 0),
                tone: `age${i}`,
                title: `${t.board.buckets[bucket]}: ${say(stage, bucket)}`,
              })),
            }))}
          />
          <p className="hint">{t.board.figuresOf}</p>
        </>
      }
      rows={rows.map((stage) => [
        stage ? (stages[stage] ?? stage) : t.board.allDue,
        ...BUCKETS.map((bucket) => numbered(say(stage, bucket))),
        numbered(say(stage)),
      ])}
    />
  );
}
