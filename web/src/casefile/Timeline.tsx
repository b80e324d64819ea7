import { useState } from "react";
import { dateOf } from "../api/time";
import { Link } from "../app/router";
import { useAgencies } from "../directory/agencies";
import type { TimelineEntry } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Radios } from "../ui/Field";
import { Code, Facts } from "../ui/parts";
import { NotPrinted } from "../ui/Print";
import { Empty } from "../ui/States";
import { whoDid } from "./changed";
import { factWords } from "./factWords";

const PAGE = 20;
const NOTABLY_LATE_MS = 10 * 60_000;

// The case tells these once more after the referral has.
const ECHOES = new Set(["case.referral-opened", "case.referral-accepted", "case.referral-ended"]);

// What happened, newest first, by two clocks: when it happened, and when the county was told.
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useI18n();
  const [only, setOnly] = useState("all");
  const [most, setMost] = useState(PAGE);
  const shown = [...entries]
    .reverse()
    .filter(
      (entry) =>
        !ECHOES.has(entry.eventType) &&
        (only === "all" ||
          entry.eventType.startsWith(only === "referrals" ? "referral." : "case.")),
    );
  if (entries.length === 0) return <Empty title={t.casefile.noEvents} />;
  return (
    <>
      <Radios
        label={t.casefile.filter}
        name="only"
        inline
        value={only}
        onChange={setOnly}
        choices={[
          ["all", t.casefile.all],
          ["cases", t.casefile.cases],
          ["referrals", t.casefile.tabs.referrals],
        ]}
      />
      <ol className="timeline">
        {shown.slice(0, most).map((entry, i) => (
          <Entry key={`${entry.position}/${i}`} entry={entry} />
        ))}
      </ol>
      {shown.length > most && (
        <>
          <Button onClick={() => setMost(most + 5 * PAGE)}>
            {t.more} ({shown.length - most})
          </Button>
          <NotPrinted more={shown.length - most} />
        </>
      )}
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const i18n = useI18n();
  const { t, dateTime, age } = i18n;
  const agency = useAgencies().name;
  const events: Record<string, string> = t.events;
  const happened = dateOf(entry.occurTime);
  const recorded = dateOf(entry.recordTime);
  const late = happened && recorded && recorded.getTime() - happened.getTime() > NOTABLY_LATE_MS;
  const who = whoDid(i18n, agency, entry);
  const facts = Object.entries(entry.facts)
    .map(([name, value]) => factWords(i18n, agency, name, value))
    .filter((row) => row !== undefined);
  return (
    <li className={entry.eventType.startsWith("referral.") ? "referral" : undefined}>
      <p className="timeline-what">
        {who}: {events[entry.eventType] ?? entry.eventType}
      </p>
      <p className="timeline-when">
        {t.casefile.happened} {dateTime(entry.occurTime)}
        {late ? (
          <>
            {" "}
            · <strong>{t.casefile.late(age(happened, recorded))}</strong> (
            {dateTime(entry.recordTime)})
          </>
        ) : (
          <>
            {" "}
            · {t.casefile.recorded} {i18n.time(entry.recordTime)}
          </>
        )}
        {entry.referralCode && (
          <>
            {" "}
            ·{" "}
            <Link href={`/r/${entry.referralCode}`}>
              <Code>{entry.referralCode}</Code>
            </Link>
          </>
        )}
      </p>
      {facts.length > 0 && (
        <details>
          <summary>{t.casefile.facts}</summary>
          <Facts rows={facts} />
        </details>
      )}
    </li>
  );
}
