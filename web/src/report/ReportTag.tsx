import { useI18n } from "../i18n";
import type { Report } from "../offline/outbox";
import { Tag, type Tone } from "../ui/parts";

const TONES: Record<Report["state"], Tone> = {
  saved: "warn",
  sending: "info",
  received: "good",
  attention: "bad",
};

export function ReportTag({ report }: { report: Report }) {
  const { t } = useI18n();
  return <Tag tone={TONES[report.state]}>{t.report.list[report.state]}</Tag>;
}
