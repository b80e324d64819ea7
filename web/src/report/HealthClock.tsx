import { useI18n } from "../i18n";
import { Notice } from "../ui/parts";

const HOURS_72_MS = 72 * 3600_000;

// Health comes first, and its time runs out: said at once, with or without a network.
export function HealthClock({
  exposure,
  now = new Date(),
}: {
  exposure: Date | undefined;
  now?: Date;
}) {
  const { t } = useI18n();
  if (!exposure || exposure > now) return null;
  const end = new Date(exposure.getTime() + HOURS_72_MS);
  if (end <= now) return <Notice tone="warn" title={t.report.healthOver} live />;
  // In hours to the last: "2 days" would be taken for more than it is.
  const minutes = Math.floor((end.getTime() - now.getTime()) / 60_000);
  const left = minutes < 60 ? t.time.minutes(minutes) : t.time.hours(Math.floor(minutes / 60));
  return (
    <Notice tone="bad" title={t.report.health(left)} live>
      <p>{t.report.healthHint}</p>
    </Notice>
  );
}
