import "../styles/case.css";
import { setQuery, useQuery } from "../app/router";
import { useI18n } from "../i18n";
import { Page } from "../ui/Page";
import { PrintButton } from "../ui/Print";
import { AsOf } from "./AsOf";
import { ReadsSearch } from "./ReadsSearch";
import { TrailSearch } from "./TrailSearch";

// Who did what, on whose authority; who saw what; and what an agency knew on a day.
export default function AuditPage(_: { params: Record<string, string> }) {
  const { t } = useI18n();
  const asked = useQuery("tab");
  const tab = asked === "as-of" || asked === "reads" ? asked : "trail";
  return (
    <Page kind={t.audit.kind} title={t.audit.title} lead={t.audit.lead} actions={<PrintButton />}>
      <div className="tabs" role="tablist" aria-label={t.audit.title}>
        {(
          [
            ["trail", t.audit.trail],
            ["reads", t.audit.who],
            ["as-of", t.audit.asOf],
          ] as const
        ).map(([one, name]) => (
          <button
            key={one}
            id={`tab-${one}`}
            className="tab"
            role="tab"
            aria-selected={one === tab}
            aria-controls="audit-panel"
            onClick={() => setQuery("tab", one)}
          >
            {name}
          </button>
        ))}
      </div>
      <div className="sheet panel" id="audit-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === "trail" ? <TrailSearch /> : tab === "reads" ? <ReadsSearch /> : <AsOf />}
      </div>
    </Page>
  );
}
