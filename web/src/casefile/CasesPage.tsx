import "../styles/work.css";
import { useState } from "react";
import { casework } from "../api/casework";
import { Link, setQuery, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { allPages, useLoad } from "../app/useLoad";
import { areas } from "../gen/areas";
import type { CaseRow } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Checkbox, SelectField } from "../ui/Field";
import { Page } from "../ui/Page";
import { Code, Due, Risk, Tag } from "../ui/parts";
import { NotPrinted } from "../ui/Print";
import { Empty, Show } from "../ui/States";
import { Awaits } from "../work/Awaits";

const PAGE = 100;
const MOST = 5000;

// The office's cases by what is due, also those for which nothing is.
export default function CasesPage(_: { params: Record<string, string> }) {
  const { t, time, number, choices } = useI18n();
  const { person, role } = useCaller();
  const [mine, closed] = [useQuery("of") === "me", useQuery("closed") === "1"];
  const undecided = useQuery("undecided") === "1";
  const left = useQuery("left") === "1";
  // Whom a colleague's cases are not shown to sees none of who left.
  const ownerLeft = left && role === "supervisor";
  const asked = {
    stage: useQuery("stage"),
    ageBucket: useQuery("age"),
    ageBand: useQuery("band"),
    subcounty: useQuery("subcounty"),
  };
  const loaded = useLoad(async () => {
    const cases = await allPages(async (pageToken) => {
      const page = await casework.listCaseload({
        ownerPerson: mine ? person : "",
        includeClosed: closed || asked.stage === "closed",
        awaitingDecision: undecided,
        ownerLeft,
        ...asked,
        pageSize: 500,
        pageToken,
      });
      return { items: page.cases, next: page.nextPageToken };
    }, MOST);
    return { cases, readAt: new Date() };
  }, [mine, closed, undecided, ownerLeft, asked]);
  const stages: Record<string, string> = t.stages;
  return (
    <Page
      kind={t.nav.cases}
      title={t.nav.cases}
      lead={loaded.data && time(loaded.data.readAt)}
    >
      <div className="row filters">
        <SelectField
          label={t.casefile.stage}
          value={asked.stage}
          empty={t.casefile.all}
          choices={Object.entries(stages)}
          onChange={(event) => setQuery("stage", event.target.value)}
        />
        <SelectField
          label={t.board.list.inStage}
          value={asked.ageBucket}
          empty={t.casefile.all}
          choices={Object.entries(t.board.buckets)}
          onChange={(event) => setQuery("age", event.target.value)}
        />
        <SelectField
          label={t.board.list.childAge}
          value={asked.ageBand}
          empty={t.casefile.all}
          choices={choices("age_band")}
          onChange={(event) => setQuery("band", event.target.value)}
        />
        <SelectField
          label={t.casefile.subcounty}
          value={asked.subcounty}
          empty={t.board.whole}
          choices={Object.entries(areas).map(([id, area]) => [id, area.name] as const)}
          onChange={(event) => setQuery("subcounty", event.target.value)}
        />
        <Checkbox
          label={t.work.onlyMine}
          checked={mine}
          onChange={(event) => setQuery("of", event.target.checked ? "me" : "")}
        />
        <Checkbox
          label={t.work.undecided}
          checked={undecided}
          onChange={(event) => setQuery("undecided", event.target.checked ? "1" : "")}
        />
        {role === "supervisor" && (
          <Checkbox
            label={t.work.ownerLeft}
            checked={ownerLeft}
            onChange={(event) => setQuery("left", event.target.checked ? "1" : "")}
          />
        )}
        <Checkbox
          label={t.work.closedToo}
          checked={closed}
          onChange={(event) => setQuery("closed", event.target.checked ? "1" : "")}
        />
      </div>
      <Show of={loaded}>
        {({ cases }) => (
          <>
            <p className="hint" role="status">
              {t.work.casesListed(number(cases.length))}
            </p>
            {cases.length === 0 ? (
              <Empty title={t.directory.none} />
            ) : (
              <Cases key={JSON.stringify([asked, mine, closed, undecided, ownerLeft])} rows={cases} />
            )}
          </>
        )}
      </Show>
    </Page>
  );
}

function Cases({ rows }: { rows: readonly CaseRow[] }) {
  const { t, label, date } = useI18n();
  const [most, setMost] = useState(PAGE);
  const stages: Record<string, string> = t.stages;
  return (
    <>
      <div className="table-wrap work-table alone">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.work.columns.code}</th>
              <th scope="col">{t.casefile.stage}</th>
              <th scope="col">{t.board.list.since}</th>
              <th scope="col">{t.board.list.childAge}</th>
              <th scope="col">{t.casefile.owner}</th>
              <th scope="col">{t.casefile.subcounty}</th>
              <th scope="col">{t.work.columns.clock}</th>
              <th scope="col">{t.casefile.risk}</th>
              <th scope="col">{t.casefile.tabs.referrals}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={row.caseCode}>
                <th scope="row">
                  <Link href={`/c/${row.caseCode}`} className="row-link">
                    <Code>{row.caseCode}</Code>
                  </Link>
                </th>
                <td>{stages[row.stage] ?? row.stage}</td>
                <td>{date(row.stageTime)}</td>
                <td>{row.ageBand ? label("age_band", row.ageBand) : "–"}</td>
                <td className="muted">{row.ownerPerson || "–"}</td>
                <td>{areas[row.subcounty]?.name ?? row.subcounty}</td>
                <td>
                  <Due what={row.dueWhat} time={row.dueTime} />
                </td>
                <td>
                  <Risk risk={row.risk} />
                </td>
                <td>
                  <Awaits what={row.awaits} />
                  {row.openReferrals > 0 && (
                    <Tag tone="info">{t.casefile.open(row.openReferrals)}</Tag>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <>
          <Button onClick={() => setMost(most + PAGE)}>
            {t.more} ({rows.length - most})
          </Button>
          <NotPrinted more={rows.length - most} />
        </>
      )}
    </>
  );
}
