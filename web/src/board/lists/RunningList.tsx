import { committee } from "../../api/committee";
import { useQuery } from "../../app/router";
import type { CountedReferral } from "../../gen/rufaa/committee/v1/lists_pb";
import { useI18n } from "../../i18n";
import { RUNNING } from "../ReferralStates";
import { useFilters } from "./filters";
import { Lines } from "./Lines";
import { useReferralColumns } from "./referralColumns";
import { useListed } from "./useListed";

// Running referrals, by where they stand or by who must act. The board counts them in these two ways,
// and who sees small counts hidden can't have both at once.
export function RunningList() {
  const { t } = useI18n();
  const { byAgency, age, subcounty, seesAll, state } = useFilters();
  const asked = {
    state: useQuery("state"),
    ageBucket: useQuery("age"),
    turnAgency: useQuery("whose"),
    overdueOnly: useQuery("overdue") === "1",
    subcounty: useQuery("subcounty"),
  };
  const list = useListed<CountedReferral>(
    async (pageToken) => {
      const page = await committee.listRunningReferrals({ ...asked, pageSize: 500, pageToken });
      return {
        rows: page.referrals,
        next: page.nextPageToken,
        hidden: page.someHidden,
        revision: page.revision,
      };
    },
    ["running", asked],
  );
  const clearing = (others: string[]) => (seesAll ? [] : others);
  const byTurn = clearing(["whose", "overdue"]);
  const byState = clearing(["state", "age"]);
  return (
    <Lines
      title={t.board.list.titles.referrals}
      file="referrals"
      list={list}
      filters={[
        {
          name: "state",
          label: t.referral.state,
          choices: RUNNING.map((one) => [one, state(one)] as const),
          clears: byTurn,
        },
        { ...age(t.board.list.sentSince), clears: byTurn },
        { ...byAgency("whose", t.board.whose), clears: byState },
        {
          name: "overdue",
          label: t.board.overdue,
          choices: [["1", t.board.list.yes]],
          clears: byState,
        },
        subcounty,
      ]}
      columns={useReferralColumns()}
    />
  );
}
