import "../styles/court.css";
import { useEffect, useState } from "react";
import { ActionDialog } from "../actions/ActionDialog";
import { caseActions } from "../actions/definitions";
import { runOnCase } from "../actions/run";
import { casework } from "../api/casework";
import { watchLive } from "../api/live";
import { dateOf, stampOf, toDateInput } from "../api/time";
import { Link } from "../app/router";
import { useCaller } from "../app/session";
import { allPages, useLoad } from "../app/useLoad";
import { keepsCases } from "../board/behind";
import { whatChanged } from "../casefile/changed";
import { useAgencies } from "../directory/agencies";
import type { CourtDate } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Radios } from "../ui/Field";
import { Page } from "../ui/Page";
import { Code, Due, Tag } from "../ui/parts";
import { PrintButton } from "../ui/Print";
import { Empty, Show } from "../ui/States";
import { Told, type Done } from "../ui/Told";
import { CountyWeeks } from "./CountyWeeks";
import { DAY_MS, daysOf, Month, MonthSteps } from "./Month";

// Days in court: of one's own agency; and of the county, by week, for who sees its counts.
export default function CourtPage(_: { params: Record<string, string> }) {
  const { t } = useI18n();
  const caller = useCaller();
  const [whose, setWhose] = useState("own");
  return (
    <Page kind={t.court.kind} title={t.court.title} actions={<PrintButton />}>
      {keepsCases(caller) && (
        <div className="no-print">
          <Radios
            label={<span className="sr-only">{t.court.title}</span>}
            name="whose"
            inline
            value={whose}
            onChange={setWhose}
            choices={[
              ["own", t.court.own],
              ["county", t.court.county],
            ]}
          />
        </div>
      )}
      {caller.role === "committee" || whose === "county" ? (
        <CountyWeeks />
      ) : (
        <OwnCalendar />
      )}
    </Page>
  );
}

// A date, and the revision at which it was read.
interface Listed {
  date: CourtDate;
  revision: bigint;
}

// Of what is past the hub lists only days of which nobody said yet what came of them: those are few,
// and none is too old.
const EVER = new Date(0);

const readDates = (from: Date, to?: Date): Promise<Listed[]> =>
  allPages(async (pageToken) => {
    const page = await casework.listCourtCalendar({
      fromTime: stampOf(from),
      toTime: to && stampOf(to),
      pageSize: 500,
      pageToken,
    });
    const items = page.courtDates.map((date) => ({ date, revision: page.revision }));
    return { items, next: page.nextPageToken };
  });

// What the agency has to do with, as an agenda or a month.
function OwnCalendar() {
  const { t } = useI18n();
  const [how, setHow] = useState("agenda");
  const [month, setMonth] = useState(() => toDateInput(new Date()).slice(0, 7));
  const [done, setDone] = useState<Done>();
  const agenda = how === "agenda";
  const loaded = useLoad(() => {
    if (agenda) return readDates(EVER);
    const days = daysOf(month);
    const from = new Date(`${days[0]}T00:00:00+03:00`);
    return readDates(from, new Date(from.getTime() + days.length * DAY_MS));
  }, [agenda, agenda || month]);
  const { reload } = loaded;
  useEffect(() => watchLive(reload), [reload]);
  return (
    <>
      <div className="no-print">
        <Radios
          label={<span className="sr-only">{t.court.title}</span>}
          name="how"
          inline
          value={how}
          onChange={setHow}
          choices={[
            ["agenda", t.court.agenda],
            ["month", t.court.month],
          ]}
        />
      </div>
      <Told done={done} />
      {!agenda && <MonthSteps month={month} go={setMonth} />}
      <Show of={loaded}>
        {(dates) =>
          agenda ? (
            <Agenda
              dates={dates}
              reload={reload}
              onDone={(said) => {
                setDone({ said });
                reload();
              }}
            />
          ) : (
            <Month dates={dates.map((one) => one.date)} month={month} />
          )
        }
      </Show>
    </>
  );
}

// What is done with a day may take it off the list, or to another day of it.
interface Doing {
  reload: () => void;
  onDone: (said: string) => void;
}

function Agenda({ dates, ...doing }: { dates: Listed[] } & Doing) {
  const { t, date } = useI18n();
  const now = Date.now();
  const time = (one: Listed) => dateOf(one.date.courtTime)?.getTime() ?? 0;
  const open = dates.filter((one) => one.date.state === "set" && time(one) < now);
  const coming = dates.filter((one) => time(one) >= now);
  const days = [...new Set(coming.map((one) => date(one.date.courtTime)))];
  if (dates.length === 0) return <Empty title={t.court.none} />;
  return (
    <div className="stack">
      {open.length > 0 && <Day title={t.court.past} dates={open} {...doing} />}
      {days.length === 0 && <Empty title={t.court.none} />}
      {days.map((day) => (
        <Day
          key={day}
          title={day}
          dates={coming.filter((one) => date(one.date.courtTime) === day)}
          {...doing}
        />
      ))}
    </div>
  );
}

function Day({ title, dates, ...doing }: { title: string; dates: Listed[] } & Doing) {
  const { t } = useI18n();
  return (
    <section>
      <h2>
        {title} <span className="muted small">{t.court.count(dates.length)}</span>
      </h2>
      <ul className="list">
        {dates.map((one) => (
          <Matter key={`${one.date.caseCode}/${one.date.matter}`} listed={one} {...doing} />
        ))}
      </ul>
    </section>
  );
}

const CHANGES = ["RecordCourtOutcome", "MoveCourtDate", "VacateCourtDate"] as const;

function Matter({ listed, reload, onDone }: { listed: Listed } & Doing) {
  const { date, revision } = listed;
  const i18n = useI18n();
  const { t, label, dateTime } = i18n;
  const agency = useAgencies().name;
  const [open, setOpen] = useState<(typeof CHANGES)[number]>();
  const states: Record<string, string> = t.courtStates;
  const past = date.state === "set" && (dateOf(date.courtTime)?.getTime() ?? 0) < Date.now();
  const words = {
    RecordCourtOutcome: t.court.outcome,
    MoveCourtDate: t.court.move,
    VacateCourtDate: t.court.vacate,
  };
  // Who changed it is for those who may read the case; where it now stands, for all who see the date.
  const moved = async () => {
    const [dates, changed] = await Promise.all([
      readDates(EVER),
      whatChanged(date.caseCode, revision, i18n, agency).catch(() => undefined),
    ]);
    const now = dates.find(
      (one) => one.date.caseCode === date.caseCode && one.date.matter === date.matter,
    )?.date;
    const stands = now ? t.court.standsOn(dateTime(now.courtTime)) : t.court.standsNoMore;
    return { version: now?.version, said: [changed?.said, stands].filter(Boolean).join(" ") };
  };
  // The matter is known here; the form asks only for the rest.
  const action = open && {
    ...caseActions[open]!,
    fields: caseActions[open]!.fields.filter((field) => field.name !== "matter"),
  };
  return (
    <li>
      <div className="row">
        <span className="grow">
          <strong>{dateTime(date.courtTime)}</strong> · {label("court_session", date.session)}
          <br />
          {date.caseOpens ? (
            <Link href={`/c/${date.caseCode}`} className="row-link">
              <Code>{date.caseCode}</Code>
            </Link>
          ) : (
            <Code>{date.caseCode}</Code>
          )}{" "}
          · {agency(date.court)} · {t.court.matter} {date.matter}
          {date.moves > 0 && ` · ${t.casefile.moved(date.moves)}`}
        </span>
        {past ? (
          <Due what="court" time={date.courtTime} />
        ) : (
          <Tag tone={date.state === "set" ? "info" : "plain"}>
            {states[date.state] ?? date.state}
          </Tag>
        )}
        {date.outcome && <span>{label("court_outcome", date.outcome)}</span>}
        {date.allowedActions.length > 0 && (
          <span className="row no-print">
            {CHANGES.filter((method) => date.allowedActions.includes(method)).map((method) => (
              <Button key={method} onClick={() => setOpen(method)}>
                {words[method]}
              </Button>
            ))}
          </span>
        )}
      </div>
      {open && action && (
        <ActionDialog
          action={action}
          subject={{}}
          version={date.version}
          // Courts are not told of what moves in a case: it may be another list by now.
          onClose={() => {
            setOpen(undefined);
            reload();
          }}
          onConflict={moved}
          run={(body) => runOnCase(open, { ...body, caseCode: date.caseCode, matter: date.matter })}
          onDone={() => {
            setOpen(undefined);
            onDone(`${date.caseCode}: ${t.actions.names[open]}`);
          }}
        />
      )}
    </li>
  );
}
