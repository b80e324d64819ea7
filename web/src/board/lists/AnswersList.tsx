import { committee } from "../../api/committee";
import { useQuery } from "../../app/router";
import type { CountedReferral } from "../../gen/rufaa/committee/v1/lists_pb";
import { useI18n } from "../../i18n";
import { rateOf } from "../behind";
import { SHARES } from "../rates";
import { useFilters } from "./filters";
import { Lines } from "./Lines";
import { useReferralColumns } from "./referralColumns";
import { useListed } from "./useListed";

// The referrals that a rate is of: its part, or the rest of them.
export function AnswersList() {
  const { t } = useI18n();
  const { byAgency, subcounty, seesAll } = useFilters();
  const share = useQuery("share");
  const asked = {
    share,
    rest: useQuery("rest") === "1" && share !== "",
    agency: useQuery("agency"),
    subcounty: useQuery("subcounty"),
    cohortDays: Number(useQuery("days")) || 0,
  };
  const list = useListed<CountedReferral>(
    async (pageToken) => {
      const page = await committee.listAnswers({ ...asked, pageSize: 500, pageToken });
      return {
        rows: page.referrals,
        next: page.nextPageToken,
        hidden: page.someHidden,
        revision: page.revision,
      };
    },
    ["answers", asked],
  );
  return (
    <Lines
      title={t.board.list.titles.answers}
      file="answers"
      list={list}
      filters={[
        {
          name: "share",
          label: t.board.list.share,
          empty: t.board.list.allSent,
          choices: SHARES.map((one) => [rateOf(one), t.board[one]] as const),
        },
        ...(share
          ? [
              {
                name: "rest",
                label: t.board.list.which,
                empty: t.board.list.part,
                choices: [["1", t.board.list.rest] as const],
              },
              {
                name: "days",
                label: t.board.list.days,
                empty: "30",
                choices: [["60", "60"] as const, ["90", "90"] as const],
              },
            ]
          : []),
        byAgency("agency", t.board.agency),
        ...(seesAll ? [subcounty] : []),
      ]}
      columns={useReferralColumns()}
    />
  );
}
