import type { AgencyRates } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { answersHref } from "./behind";
import { Bars, Figure, numbered, useCount } from "./Figure";
import { sharesOf, SHARES } from "./rates";

// From sent to confirmed, of all referrals of the county.
export function Funnel({
  county,
  revision,
  subcounty = "",
}: {
  county: AgencyRates | undefined;
  revision: bigint;
  subcounty?: string;
}) {
  const { t, percent } = useI18n();
  const count = useCount();
  if (!county) return null;
  const sent = count({ value: county.sent, suppressed: county.sentSuppressed });
  const shares = sharesOf(county);
  const say = (share: number | undefined) => (share === undefined ? "–" : percent(share));
  const rows = SHARES.map((share) => [t.board[share], shares[share]] as const);
  return (
    <Figure
      title={t.board.funnel}
      file="funnel"
      revision={revision}
      behind={SHARES.map((share) => answersHref(share, { subcounty }))}
      head={[t.board.sent, sent]}
      drawing={
        <Bars
          most={1}
          bars={[
            {
              label: t.board.sent,
              href: answersHref("", { subcounty }),
              said: sent,
              parts: [{ value: 1, tone: "run", title: t.board.sent }],
            },
            ...rows.map(([label, share], i) => ({
              label,
              href: answersHref(SHARES[i]!, { subcounty }),
              said: say(share),
              parts: [{ value: share ?? 0, tone: i === 4 ? "over" : "run", title: label }],
            })),
          ]}
        />
      }
      rows={rows.map(([label, share]) => [label, numbered(say(share))])}
    />
  );
}
