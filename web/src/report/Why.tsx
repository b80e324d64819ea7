import type { Report } from "../offline/outbox";
import { useReason } from "../ui/States";

// Why the hub did not take a report.
export function Why({ report }: { report: Report }) {
  const { title, help } = useReason()({ reason: report.reason ?? "", facts: {} });
  return (
    <p>
      {title} {help}
    </p>
  );
}
