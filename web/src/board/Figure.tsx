import type { ReactNode } from "react";
import type { Count } from "../gen/rufaa/committee/v1/committee_service_pb";
import { Link } from "../app/router";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { saveCsv } from "../ui/csv";

// So many columns fit a sheet of paper only in small print.
const MANY = 8;

export type Cell = string | { text: string; number: true };

// One figure of the board: a drawing for the eye, the same numbers as a table for everybody, and both
// as a file that says in its name which event of the log it is as of.
export function Figure({
  title,
  drawing,
  head,
  rows,
  behind,
  file,
  revision,
  note,
}: {
  title: string;
  drawing?: ReactNode;
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
  // For each row, the list that its numbers count, where the reader may have it; or one for each cell.
  behind?: readonly (string | undefined | readonly (string | undefined)[])[];
  file: string;
  revision: bigint;
  note?: ReactNode;
}) {
  const { t } = useI18n();
  const textOf = (cell: Cell) => (typeof cell === "string" ? cell : cell.text);
  const plain = rows.map((row) => row.map(textOf));
  const shown = (row: readonly Cell[], r: number, i: number) => {
    const text = textOf(row[i]!);
    const list = behind?.[r];
    const href = typeof list === "object" ? list[i] : list;
    if (!href || text === "–" || (i > 0 && typeof row[i] === "string")) return text;
    // A number alone says nothing to whoever hears only the links.
    const said = i > 0 ? `${textOf(row[0]!)}, ${head[i]}: ${text}` : undefined;
    return (
      <Link className="figure-link" href={href} aria-label={said}>
        {text}
      </Link>
    );
  };
  const table = (
    <div
      className={head.length > MANY ? "table-wrap wide" : "table-wrap"}
      tabIndex={0}
      role="region"
      aria-label={title}
    >
      <table>
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {head.map((name, i) => (
              <th
                key={name}
                scope="col"
                className={i > 0 && typeof rows[0]?.[i] === "object" ? "number" : undefined}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, i) =>
                i === 0 ? (
                  <th key={i} scope="row">
                    {shown(row, r, i)}
                  </th>
                ) : (
                  <td key={i} className={typeof cell === "string" ? undefined : "number"}>
                    {shown(row, r, i)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <section className="sheet figure">
      <div className="row">
        <h2>{title}</h2>
        <Button
          look="quiet"
          className="push no-print"
          aria-label={`${t.board.csv}: ${title}`}
          onClick={() => saveCsv(`rufaa-${file}-event-${revision}.csv`, [head, ...plain])}
        >
          {t.board.csv}
        </Button>
      </div>
      {note}
      {drawing}
      {drawing ? (
        <details>
          <summary>{t.board.table}</summary>
          {table}
        </details>
      ) : (
        table
      )}
    </section>
  );
}

// How long something has stood: the age buckets of the API, and their colours.
export const BUCKETS = ["0-7d", "8-28d", "29-84d", "85d+"] as const;

export function Legend() {
  const { t } = useI18n();
  return (
    <p className="legend" aria-hidden="true">
      {BUCKETS.map((bucket, i) => (
        <span key={bucket}>
          <i className={`swatch age${i}`} />
          {t.board.buckets[bucket]}
        </span>
      ))}
    </p>
  );
}

export const numbered = (text: string): Cell => ({ text, number: true });

// A count that is hidden is at least one.
export const atLeast = (count: Count | undefined): number =>
  count?.suppressed ? 1 : Number(count?.value ?? 0n);

export function useCount(): (count: Pick<Count, "value" | "suppressed"> | undefined) => string {
  const { t, number } = useI18n();
  return (count) => (!count ? "0" : count.suppressed ? t.board.suppressed : number(count.value));
}

// Sums say so when a part of them is hidden.
export function sumOf(counts: readonly (Count | undefined)[]): { least: number; hidden: boolean } {
  return {
    least: counts.reduce((sum, count) => sum + atLeast(count), 0),
    hidden: counts.some((count) => count?.suppressed),
  };
}

export interface Bar {
  label: string;
  parts: { value: number; tone: string; title: string }[];
  said: string;
  // The list that it counts.
  href?: string;
}

// Bars as drawn rectangles; what they say stands beside them in words.
export function Bars({ bars, most }: { bars: readonly Bar[]; most?: number }) {
  const widest =
    most ?? Math.max(1, ...bars.map((bar) => bar.parts.reduce((sum, part) => sum + part.value, 0)));
  return (
    <ul className="bars">
      {bars.map((bar) => {
        let x = 0;
        return (
          <li key={bar.label}>
            {bar.href ? (
              <Link className="bar-label" href={bar.href}>
                {bar.label}
              </Link>
            ) : (
              <span className="bar-label">{bar.label}</span>
            )}
            <svg className="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect className="ground" x="0" y="0" width="100" height="10" />
              {bar.parts.map((part, i) => {
                const width = (part.value / widest) * 100;
                const at = x;
                x += width;
                return (
                  <rect key={i} className={part.tone} x={at} y="0" width={width} height="10">
                    <title>{part.title}</title>
                  </rect>
                );
              })}
            </svg>
            <span className="bar-said">{bar.said}</span>
          </li>
        );
      })}
    </ul>
  );
}
