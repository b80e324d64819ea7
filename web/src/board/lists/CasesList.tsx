import { committee } from "../../api/committee";
import { useQuery } from "../../app/router";
import type { CountedCase } from "../../gen/rufaa/committee/v1/lists_pb";
import { useI18n } from "../../i18n";
import { STAGES } from "../CasesByStage";
import { useFilters } from "./filters";
import { Lines } from "./Lines";
import { useListed } from "./useListed";

// Cases by stage, also ended ones where they are asked for.
export function CasesList() {
  const { t, label, choices, date, dateTime } = useI18n();
  const { byAgency, age, subcounty, seesAll, agencyName, stage, area, bucket } = useFilters();
  const asked = {
    stage: useQuery("stage"),
    agency: useQuery("agency"),
    subcounty: useQuery("subcounty"),
    ageBucket: useQuery("age"),
    ageBand: useQuery("band"),
    includeEnded: useQuery("ever") === "1",
    foundOnly: useQuery("found") === "1" && seesAll,
  };
  const list = useListed<CountedCase>(
    async (pageToken) => {
      const page = await committee.listCountedCases({ ...asked, pageSize: 500, pageToken });
      return {
        rows: page.cases,
        next: page.nextPageToken,
        hidden: page.someHidden,
        revision: page.revision,
      };
    },
    ["cases", asked],
  );
  const band = {
    name: "band",
    label: t.board.list.childAge,
    choices: choices("age_band"),
  };
  return (
    <Lines
      title={
        asked.foundOnly
          ? t.board.indicatorNames["children-identified"]
          : t.board.list.titles.cases
      }
      file="cases"
      list={list}
      filters={[
        {
          name: "stage",
          label: t.board.stage,
          empty: asked.includeEnded ? t.board.list.ever : t.board.list.open,
          choices: [...STAGES, "closed", "screened-out"].map((one) => [one, stage(one)] as const),
        },
        byAgency("agency", t.board.agency),
        subcounty,
        age(t.board.list.inStage),
        ...(seesAll ? [band] : []),
      ]}
      columns={[
        { head: t.board.masked, say: (row) => row.maskedCode },
        { head: t.board.stage, say: (row) => stage(row.stage) },
        { head: t.board.agency, say: (row) => agencyName(row.agency) },
        { head: t.board.subcounty, say: (row) => area(row.subcounty) },
        { head: t.board.list.inStage, say: (row) => bucket(row.ageBucket) },
        { head: t.board.list.since, say: (row) => row.stageTime ? date(row.stageTime) : "" },
        { head: t.board.list.childAge, say: (row) => row.ageBand && label("age_band", row.ageBand) },
        { head: t.board.list.due, say: (row) => row.dueTime ? dateTime(row.dueTime) : "" },
      ]}
    />
  );
}
