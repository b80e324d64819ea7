import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { dateOf } from "../api/time";
import { useI18n, type Catalogue } from "../i18n";
import { Notice, Tag } from "../ui/parts";

// PEP_START as docs/clocks.md has it, from the national PEP guidance: a report is written without a
// network, and who reports is told no clock of the case. Where the hub answers, it says until when.
const PEP_START_MS = 72 * 3600_000;

export const pepStartBy = (exposure: Date | undefined, now = new Date()): Date | undefined =>
  exposure && exposure <= now ? new Date(exposure.getTime() + PEP_START_MS) : undefined;

// In hours to the last: "2 days" would be taken for more than it is. Nothing once it is over.
function leftOf(end: Date | undefined, now: Date, t: Catalogue): string | undefined {
  if (!end || end <= now) return undefined;
  const minutes = Math.floor((end.getTime() - now.getTime()) / 60_000);
  return minutes < 60 ? t.time.minutes(minutes) : t.time.hours(Math.floor(minutes / 60));
}

// Health comes first, and its time runs out: said at once, with or without a network.
export function HealthClock({
  pep,
  contraception,
  now = new Date(),
}: {
  // Until when each can begin.
  pep: Date | undefined;
  contraception?: Date;
  now?: Date;
}) {
  const { t } = useI18n();
  if (!pep) return null;
  const pepLeft = leftOf(pep, now, t);
  const contraceptionLeft = leftOf(contraception, now, t);
  const title = pepLeft ? t.report.health(pepLeft) : t.report.healthOver;
  if (!pepLeft && !contraceptionLeft) return <Notice tone="warn" title={title} live />;
  return (
    <Notice tone="bad" title={title} live>
      {contraceptionLeft && <p>{t.report.contraception(contraceptionLeft)}</p>}
      <p>{t.report.healthHint}</p>
    </Notice>
  );
}

// As a case and a referral have it.
interface TreatBy {
  pepStartByTime?: Timestamp;
  emergencyContraceptionByTime?: Timestamp;
}

// The same as the hub tells it, while any of it can begin: a case is read for months after.
export function TreatNow({ of, now = new Date() }: { of: TreatBy; now?: Date }) {
  const pep = dateOf(of.pepStartByTime);
  const contraception = dateOf(of.emergencyContraceptionByTime);
  const last = contraception ?? pep;
  if (!pep || !last || (pep <= now && last <= now)) return null;
  return <HealthClock pep={pep} contraception={contraception} now={now} />;
}

// One of the two among other facts, also once it is over; nothing where nobody knows of it.
export function TreatUntil({ time, now = new Date() }: { time: Timestamp | undefined; now?: Date }) {
  const { t, dateTime } = useI18n();
  const end = dateOf(time);
  if (!end) return null;
  const left = leftOf(end, now, t);
  return (
    <>
      <Tag tone={left ? "bad" : "plain"}>{left ? t.time.left(left) : t.report.treatmentOver}</Tag>{" "}
      <span className="muted small">{dateTime(end)}</span>
    </>
  );
}
