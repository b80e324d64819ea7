import "../styles/board.css";
import { useState } from "react";
import { committee } from "../api/committee";
import { useLoad } from "../app/useLoad";
import { areas } from "../gen/areas";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import { Page } from "../ui/Page";
import { PrintButton } from "../ui/Print";
import { Show } from "../ui/States";
import { Beds, Unmet } from "./BedsAndNeeds";
import { CasesByOwner } from "./CasesByOwner";
import { CasesByStage } from "./CasesByStage";
import { Funnel } from "./Funnel";
import { Indicators } from "./Indicators";
import { LongestOverdue } from "./LongestOverdue";
import { OverdueCases } from "./OverdueCases";
import { Rates } from "./Rates";
import { ReferralStates } from "./ReferralStates";
import { Turns } from "./Turns";

// The county at a glance, for a meeting: what stands where, for how long, and who must act.
export default function BoardPage(_: { params: Record<string, string> }) {
  const { t, dateTime } = useI18n();
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
      <SelectField
        label={t.board.subcounty}
        value={subcounty}
        empty={t.board.whole}
        onChange={(event) => setSubcounty(event.target.value)}
        choices={Object.entries(areas).map(([id, area]) => [id, area.name] as const)}
      />
      <p className="hint">{t.board.suppressedHint}</p>
      <Show of={loaded}>
        {(board) => {
          const which = { revision: board.revision, subcounty };
          return (
            <div className="stack board">
              <Indicators />
              <div className="columns even">
                <CasesByStage cells={board.cases} sums={board.caseSums} {...which} />
                <Turns cells={board.referrals} {...which} />
              </div>
              <CasesByOwner sums={board.caseSums} revision={board.revision} />
              <OverdueCases
                sums={board.overdueCaseSums}
                cells={board.overdueCases}
                {...which}
              />
              <LongestOverdue subcounty={subcounty} />
              <ReferralStates cells={board.referralStates} {...which} />
              <Funnel county={board.county} {...which} />
              <Rates rows={board.agencies} county={board.county} {...which} />
              <div className="columns even">
                <Unmet needs={board.unmetNeeds} revision={board.revision} />
                <Beds cells={board.beds} revision={board.revision} />
              </div>
            </div>
          );
        }}
      </Show>
    </Page>
  );
}
