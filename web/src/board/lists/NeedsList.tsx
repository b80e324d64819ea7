import { committee } from "../../api/committee";
import { useQuery } from "../../app/router";
import type { CountedNeed } from "../../gen/rufaa/committee/v1/lists_pb";
import { useI18n } from "../../i18n";
import { useFilters } from "./filters";
import { Lines } from "./Lines";
import { useListed } from "./useListed";

export function NeedsList() {
  const { t, label, choices } = useI18n();
  const { subcounty, agencyName, stage, area } = useFilters();
  const asked = {
    met: useQuery("met") === "1",
    service: useQuery("service"),
    subcounty: useQuery("subcounty"),
  };
  const list = useListed<CountedNeed>(
    async (pageToken) => {
      const page = await committee.listNeeds({ ...asked, pageSize: 500, pageToken });
      return {
        rows: page.needs,
        next: page.nextPageToken,
        hidden: page.someHidden,
        revision: page.revision,
      };
    },
    ["needs", asked],
  );
  return (
    <Lines
      title={asked.met ? t.board.list.met : t.board.unmet}
      file="needs"
      list={list}
      filters={[
        {
          name: "met",
          label: t.board.list.which,
          empty: t.board.unmet,
          choices: [["1", t.board.list.met]],
        },
        { name: "service", label: t.board.service, choices: choices("referral_reason") },
        subcounty,
      ]}
      columns={[
        { head: t.board.masked, say: (row) => row.maskedCode },
        { head: t.board.service, say: (row) => label("referral_reason", row.service) },
        { head: t.board.subcounty, say: (row) => area(row.subcounty) },
        { head: t.board.agency, say: (row) => agencyName(row.agency) },
        { head: t.board.stage, say: (row) => row.stage && stage(row.stage) },
      ]}
    />
  );
}
