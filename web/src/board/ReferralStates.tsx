import type { ReferralStateCell } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { runningHref } from "./behind";
import { atLeast, Bars, BUCKETS, Figure, Legend, numbered, sumOf, useCount } from "./Figure";

const STATES = ["sent", "opened", "info-requested", "waitlisted", "accepted", "scheduled"];
export const RUNNING = [...STATES, "no-show", "appointment-cancelled", "in-service", "cancel-requested"];

// Running referrals by where they stand and how long ago they were sent.
export function ReferralStates({
  cells,
  revision,
  subcounty = "",
}: {
  cells: readonly ReferralStateCell[];
  revision: bigint;
  subcounty?: string;
}) {
  const { t } = useI18n();
  const count = useCount();
  const names: Record<string, string> = t.states;
  const place = (state: string) => (STATES.indexOf(state) + STATES.length + 1) % (STATES.length + 1);
  const shown = [...new Set(cells.map((cell) => cell.state))].sort((a, b) => place(a) - place(b));
  const sum = (state: string) => {
    const { least, hidden } = sumOf(
      cells.filter((cell) => cell.state === state).map((cell) => cell.count),
    );
    return hidden ? `≥ ${least}` : String(least);
  };
  const of = (state: string, bucket: string) =>
    cells.find((cell) => cell.state === state && cell.ageBucket === bucket)?.count;
  const href = (state: string, age = "") => runningHref({ state, age, subcounty });
  return (
    <Figure
      title={t.board.states}
      file="referrals-by-state"
      revision={revision}
      head={[t.referral.state, ...BUCKETS.map((bucket) => t.board.buckets[bucket])]}
      behind={shown.map((state) => [
        href(state),
        ...BUCKETS.map((bucket) => href(state, bucket)),
      ])}
      note={<Legend />}
      drawing={
        <Bars
          bars={shown.map((state) => ({
            label: names[state] ?? state,
            href: href(state),
            said: sum(state),
            parts: BUCKETS.map((bucket, i) => ({
              value: atLeast(of(state, bucket)),
              tone: `age${i}`,
              title: `${t.board.buckets[bucket]}: ${count(of(state, bucket))}`,
            })),
          }))}
        />
      }
      rows={shown.map((state) => [
        names[state] ?? state,
        ...BUCKETS.map((bucket) => numbered(count(of(state, bucket)))),
      ])}
    />
  );
}
