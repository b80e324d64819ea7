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

export const DAY_MS = 24 * 3600_000;

const firstOf = (month: string): Date => new Date(`${month}-01T00:00:00Z`);

// Six weeks from the Monday on or before the first: days of the months beside it, too.
export function daysOf(month: string): string[] {
  const first = firstOf(month);
  const start = first.getTime() - ((first.getUTCDay() + 6) % 7) * DAY_MS;
  return Array.from({ length: 42 }, (_, day) =>
    new Date(start + day * DAY_MS).toISOString().slice(0, 10),
  );
}

// Beside the table and not in it: it stays, and keeps the focus, while another month is read.
export function MonthSteps({ month, go }: { month: string; go: (month: string) => void }) {
  const { t } = useI18n();
  return (
    <div className="row no-print">
      <Button onClick={() => go(step(month, -1))}>{t.court.previous}</Button>
      <Button onClick={() => go(toDateInput(new Date()).slice(0, 7))}>{t.court.today}</Button>
      <Button onClick={() => go(step(month, 1))}>{t.court.following}</Button>
    </div>
  );
}

// The days of a month's weeks, as a table.
export function Month({ dates, month }: { dates: CourtDate[]; month: string }) {
  const { t, language } = useI18n();
  const days = daysOf(month);
  const byDay = new Map<string, CourtDate[]>();
  for (const date of dates) {
    const day = toDateInput(dateOf(date.courtTime)!);
    byDay.set(day, [...(byDay.get(day) ?? []), date]);
  }
  const title = firstOf(month).toLocaleDateString(language === "sw" ? "sw-KE" : "en-KE", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const today = toDateInput(new Date());
  const weeks = Array.from({ length: 6 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return (
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
