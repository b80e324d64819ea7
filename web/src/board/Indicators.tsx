import { committee } from "../api/committee";
import { useCaller } from "../app/session";
import { useLoad } from "../app/useLoad";
import type { Indicator } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { Show } from "../ui/States";
import { indicatorHref } from "./behind";
import { Bars, Figure, numbered } from "./Figure";

// The programme's, since it began: the hub counts no shorter time.
export function Indicators() {
  const { t, number, percent } = useI18n();
  const caller = useCaller();
  // Below zero: there is none, or it is hidden.
  const say = (value: number) => (value < 0 ? "–" : number(value));
  // A county's own, of a kind of activity that it added, has the hub's words.
  const names: Record<string, string> = t.board.indicatorNames;
  const nameOf = (one: Indicator) => names[one.indicator] ?? one.displayName;
  const loaded = useLoad(() => committee.getIndicators({}), ["indicators"]);
  return (
    <Show of={loaded}>
      {({ indicators, revision }) => (
        <Figure
          title={t.board.indicators}
          file="indicators"
          revision={revision}
          behind={indicators.map((one) => {
            const href = indicatorHref(caller, one.indicator);
            return [href, href];
          })}
          head={[t.board.indicator, t.board.value, t.board.target, t.board.share, t.board.source]}
          drawing={
            <Bars
              most={1}
              bars={indicators
                .filter((one) => one.target > 0)
                .map((one) => ({
                  label: nameOf(one),
                  href: indicatorHref(caller, one.indicator),
                  said: `${say(one.value)} / ${number(one.target)}`,
                  parts: [
                    {
                      value: Math.min(1, Math.max(0, one.value) / one.target),
                      tone: one.value >= one.target ? "free" : "run",
                      title: nameOf(one),
                    },
                  ],
                }))}
            />
          }
          rows={indicators.map((one) => [
            nameOf(one),
            numbered(say(one.value)),
            numbered(one.target > 0 ? number(one.target) : t.board.noTarget),
            numbered(one.target > 0 && one.value >= 0 ? percent(one.value / one.target) : "–"),
            one.source,
          ])}
        />
      )}
    </Show>
  );
}
