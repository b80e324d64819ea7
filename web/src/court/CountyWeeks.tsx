import { committee } from "../api/committee";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { Figure, numbered } from "../board/Figure";
import { useI18n } from "../i18n";
import { Empty, Show } from "../ui/States";

// The county's calendar for who sees counts: courts and weeks. A day in court is one child's.
export function CountyWeeks() {
  const { t, date, number } = useI18n();
  const court = useAgencies().name;
  const loaded = useLoad(() => committee.getCourtWeeks({}), ["court weeks"]);
  return (
    <Show of={loaded}>
      {({ weeks, revision }) =>
        weeks.length === 0 ? (
          <Empty title={t.court.none} />
        ) : (
          <Figure
            title={t.court.county}
            file="court-weeks"
            revision={revision}
            note={
              <>
                <p className="hint">{t.court.countyHint}</p>
                {weeks.some((week) => week.suppressed) && (
                  <p className="hint">{t.board.suppressedHint}</p>
                )}
              </>
            }
            head={[t.court.weekOf, t.court.kind, t.board.count]}
            rows={weeks.map((week) => [
              date(week.weekTime),
              court(week.court),
              numbered(week.suppressed ? t.board.suppressed : number(week.dates)),
            ])}
          />
        )
      }
    </Show>
  );
}
