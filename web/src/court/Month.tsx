import { dateOf, toDateInput } from "../api/time";
import { Link } from "../app/router";
import type { CourtDate } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Code } from "../ui/parts";

const step = (month: string, by: number): string => {
  const [year, at] = month.split("-").map(Number);
  return new Date(Date.UTC(year!, at! - 1 + by, 15)).toISOString().slice(0, 7);
};

// Six weeks from Monday on, as a table.
export function Month({
  dates,
  month,
  go,
}: {
  dates: CourtDate[];
  month: string;
  go: (month: string) => void;
}) {
  const { t, language } = useI18n();
  const [year, at] = month.split("-").map(Number);
  const first = new Date(Date.UTC(year!, at! - 1, 1));
  const start = Date.UTC(year!, at! - 1, 1 - ((first.getUTCDay() + 6) % 7));
  const byDay = new Map<string, CourtDate[]>();
  for (const date of dates) {
    const day = toDateInput(dateOf(date.courtTime)!);
    byDay.set(day, [...(byDay.get(day) ?? []), date]);
  }
  const title = first.toLocaleDateString(language === "sw" ? "sw-KE" : "en-KE", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const today = toDateInput(new Date());
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) =>
      new Date(start + (week * 7 + day) * 24 * 3600_000).toISOString().slice(0, 10),
    ),
  );
  return (
    <>
      <div className="row no-print">
        <Button onClick={() => go(step(month, -1))}>{t.court.previous}</Button>
        <Button onClick={() => go(today.slice(0, 7))}>{t.court.today}</Button>
        <Button onClick={() => go(step(month, 1))}>{t.court.following}</Button>
      </div>
      <div className="table-wrap month-wrap" tabIndex={0} role="region" aria-label={title}>
        <table className="month">
          <caption>{title}</caption>
          <thead>
            <tr>
              {t.court.week.map((day) => (
                <th key={day} scope="col">
                  {day}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <td
                    key={day}
                    className={day.startsWith(month) ? (day === today ? "today" : "") : "outside"}
                  >
                    <span className="day">{Number(day.slice(8))}</span>
                    {(byDay.get(day) ?? []).map((date) => (
                      <Entry key={`${date.caseCode}/${date.matter}`} date={date} />
                    ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Entry({ date }: { date: CourtDate }) {
  const { time } = useI18n();
  const className = `entry ${date.state}`;
  const said = (
    <>
      {time(date.courtTime)} <Code>{date.caseCode}</Code>
    </>
  );
  return date.caseOpens ? (
    <Link href={`/c/${date.caseCode}`} className={className}>
      {said}
    </Link>
  ) : (
    <span className={className}>{said}</span>
  );
}
