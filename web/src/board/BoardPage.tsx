import "../styles/board.css";
import { useState } from "react";
import { committee } from "../api/committee";
import { Link } from "../app/router";
import { useLoad } from "../app/useLoad";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import { Page } from "../ui/Page";
import { PrintButton } from "../ui/Print";
import { Show } from "../ui/States";
import { useCaller } from "../app/session";
import { Beds, Unmet } from "./BedsAndNeeds";
import { CasesByStage } from "./CasesByStage";
import { Funnel } from "./Funnel";
import { Indicators } from "./Indicators";
import { LongestOverdue } from "./LongestOverdue";
import { Rates } from "./Rates";
import { Turns } from "./Turns";

// The county at a glance, for a meeting: what stands where, for how long, and who must act.
export default function BoardPage(_: { params: Record<string, string> }) {
  const { t, dateTime } = useI18n();
  const { role } = useCaller();
  const [subcounty, setSubcounty] = useState("");
  const loaded = useLoad(() => committee.getBoard({ subcounty }), ["board", subcounty]);
  return (
    <Page
      kind={t.board.kind}
      title={t.board.title}
      actions={<PrintButton />}
      lead={
        loaded.data &&
        t.board.asOf(loaded.data.revision.toString(), dateTime(loaded.data.boardTime))
      }
    >
      <p className="hint">{t.board.suppressedHint}</p>
      <Show of={loaded}>
        {(board) => (
          <div className="stack board">
            <Indicators />
            <div className="columns even">
              <CasesByStage cells={board.cases} />
              <Turns cells={board.referrals} />
            </div>
            <Funnel county={board.county} />
            <Rates rows={board.agencies} county={board.county} />
            <LongestOverdue subcounty={subcounty} />
            <div className="columns even">
              <Unmet
                needs={board.unmetNeeds}
                filter={
                  <SelectField
                    label={t.board.subcounty}
                    value={subcounty}
                    empty={t.board.whole}
                    onChange={(event) => setSubcounty(event.target.value)}
                    choices={Object.entries(areas).map(([id, area]) => [id, area.name] as const)}
                  />
                }
              />
              <Beds cells={board.beds} />
            </div>
            {role === "childrens_officer" || role === "supervisor" ? (
              <p className="no-print">
                <Link href="/work?tab=overdue">{t.nav.work}</Link>
              </p>
            ) : null}
          </div>
        )}
      </Show>
    </Page>
  );
}
