import type { ReactNode } from "react";
import type { Count } from "../gen/rufaa/committee/v1/committee_service_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { saveCsv } from "../ui/csv";

export type Cell = string | { text: string; number: true };

// One figure of the board: a drawing for the eye, the same numbers as a table for everybody, and both
// as a file.
export function Figure({
  title,
  drawing,
  head,
  rows,
  file,
  note,
}: {
  title: string;
  drawing?: ReactNode;
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
  file: string;
  note?: ReactNode;
}) {
  const { t } = useI18n();
  const plain = rows.map((row) => row.map((cell) => (typeof cell === "string" ? cell : cell.text)));
  const table = (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={title}>
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
                    {typeof cell === "string" ? cell : cell.text}
                  </th>
                ) : (
                  <td key={i} className={typeof cell === "string" ? undefined : "number"}>
                    {typeof cell === "string" ? cell : cell.text}
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
          onClick={() => saveCsv(`rufaa-${file}.csv`, [head, ...plain])}
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

export const numbered = (text: string): Cell => ({ text, number: true });

// A count that is hidden is at least one.
export const atLeast = (count: Count | undefined): number =>
  count?.suppressed ? 1 : Number(count?.value ?? 0n);

export function useCount(): (count: Count | undefined) => string {
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
            <span className="bar-label">{bar.label}</span>
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
