import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import type { AgencyRates, Quantiles } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { answersHref } from "./behind";
import { Figure, numbered, useCount } from "./Figure";
import { sharesOf, SHARES } from "./rates";

// How each agency answers, and how fast: the median and what nine in ten are within.
export function Rates({
  rows,
  county,
  revision,
  subcounty = "",
}: {
  rows: readonly AgencyRates[];
  revision: bigint;
  subcounty?: string;
  county: AgencyRates | undefined;
}) {
  const { t, percent, hours } = useI18n();
  const counted = useCaller().role === "committee";
  const count = useCount();
  const name = useAgencies().name;
  // The committee is not told whether a time is not reached yet, or hidden.
  const none = (one: AgencyRates) =>
    one.sentSuppressed ? t.board.suppressed : counted ? "–" : t.board.notYet;
  const span = (value: number | undefined, one: AgencyRates) =>
    value === undefined ? "–" : value < 0 ? none(one) : hours(value);
  const pair = (of: Quantiles | undefined, one: AgencyRates) => [
    numbered(span(of?.p50Hours, one)),
    numbered(span(of?.p90Hours, one)),
  ];
  // Who was never asked has not answered, either.
  const asked = rows.filter((one) => one.sent > 0n || one.sentSuppressed);
  const shown = county ? [county, ...asked] : asked;
  return (
    <Figure
      title={t.board.rates}
      file="rates"
      revision={revision}
      behind={shown.map(({ agency }) => {
        const sent = answersHref("", { agency, subcounty });
        const shares = SHARES.map((share) => answersHref(share, { agency, subcounty }));
        // Times are over everything that was sent.
        return [sent, sent, ...shares, sent, sent, sent, sent];
      })}
      head={[
        t.board.agency,
        t.board.sent,
        ...SHARES.map((share) => t.board[share]),
        `${t.board.decide}: ${t.board.median}`,
        `${t.board.decide}: ${t.board.p90}`,
        `${t.board.serve}: ${t.board.median}`,
        `${t.board.serve}: ${t.board.p90}`,
      ]}
      rows={shown.map((one) => {
        const shares = sharesOf(one);
        return [
          one.agency ? name(one.agency) : t.board.all,
          numbered(count({ value: one.sent, suppressed: one.sentSuppressed })),
          ...SHARES.map((share) =>
            numbered(shares[share] === undefined ? "–" : percent(shares[share])),
          ),
          ...pair(one.toDecide, one),
          ...pair(one.toFirstService, one),
        ];
      })}
    />
  );
}
