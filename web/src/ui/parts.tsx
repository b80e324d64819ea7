// Small parts that many pages show.
import type { ReactNode } from "react";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { dateOf } from "../api/time";
import { useI18n } from "../i18n";

export type Tone = "plain" | "good" | "warn" | "bad" | "info";

export const Tag = ({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`tag ${tone}`}>{children}</span>
);

// A code is read aloud on the phone: it keeps together, in figures that differ.
export const Code = ({ children }: { children: string }) => (
  <code className="code">{children}</code>
);

const DAY_MS = 24 * 3600_000;

// What is due, by when, in words as well as in colour.
export function Due({
  what,
  time,
  now = new Date(),
}: {
  what: string;
  time: Timestamp | undefined;
  now?: Date;
}) {
  const { t, distance, dateTime } = useI18n();
  const due = dateOf(time);
  if (!due) return <span className="muted">{t.noClock}</span>;
  const left = due.getTime() - now.getTime();
  const tone: Tone = left < 0 ? "bad" : left < DAY_MS ? "warn" : "plain";
  const dueWords: Record<string, string> = t.due;
  return (
    <span className="due" title={dateTime(due)}>
      <Tag tone={tone}>{distance(due, now)}</Tag>{" "}
      <span className="due-what">{dueWords[what] ?? what}</span>
    </span>
  );
}

export function Risk({ risk }: { risk: string }) {
  const { t, label } = useI18n();
  if (!risk) return <Tag>{t.riskNotSet}</Tag>;
  return (
    <Tag tone={risk === "RLHG" ? "bad" : risk === "RLMD" ? "warn" : "plain"}>
      {t.risk(label("risk_level", risk))}
    </Tag>
  );
}

export function Urgency({ urgency }: { urgency: string }) {
  const { label } = useI18n();
  if (!urgency) return null;
  const tone: Tone = urgency === "emergency" ? "bad" : urgency === "urgent" ? "warn" : "plain";
  return <Tag tone={tone}>{label("urgency", urgency.toUpperCase())}</Tag>;
}

// Facts in two columns.
export function Facts({
  rows,
}: {
  rows: readonly (readonly [ReactNode, ReactNode] | false | undefined | "")[];
}) {
  return (
    <dl className="facts">
      {rows.map(
        (row, i) =>
          row &&
          row[1] !== "" &&
          row[1] !== undefined &&
          row[1] !== false && (
            <div key={i}>
              <dt>{row[0]}</dt>
              <dd>{row[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

export const Notice = ({
  tone = "info",
  title,
  children,
  live,
}: {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  live?: boolean;
}) => (
  <div className={`notice ${tone}`} role={live ? (tone === "bad" ? "alert" : "status") : undefined}>
    {title && <p className="notice-title">{title}</p>}
    {children}
  </div>
);
