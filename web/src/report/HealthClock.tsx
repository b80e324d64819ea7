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
  const { t, age } = useI18n();
  if (!exposure || exposure > now) return null;
  const end = new Date(exposure.getTime() + HOURS_72_MS);
  if (end <= now) return <Notice tone="warn" title={t.report.healthOver} live />;
  return (
    <Notice tone="bad" title={t.report.health(age(end, now))} live>
      <p>{t.report.healthHint}</p>
    </Notice>
  );
}
