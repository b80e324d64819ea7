import { audit } from "../api/audit";
import { dateOf, inFiles } from "../api/time";
import { useQuery } from "../app/router";
import { useCaller } from "../app/session";
import { useAgencies } from "../directory/agencies";
import type { ReadRecord } from "../gen/rufaa/audit/v1/audit_service_pb";
import { useI18n, type I18n } from "../i18n";
import { purposeCode, purposesOf } from "../referral/purposes";
import { Checkbox, SelectField, TextField } from "../ui/Field";
import { More } from "../ui/More";
import { Code, Tag } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { Empty } from "../ui/States";
import { Asked, type AskedRows } from "./Asked";
import { timesOf } from "./days";
import { Export } from "./Export";
import { usePaged } from "./usePaged";

// Who saw what: out of the access book, in which every read that opens anything stands before it is
// answered, and what was only shown stands once a day.
export function ReadsSearch() {
  const { t, label } = useI18n();
  const { role } = useCaller();
  const agencies = useAgencies();
  const preset = useQuery("case");
  const { items: reads, next, head: asked, ask, more } = usePaged<ReadRecord, AskedRows>();

  const search = async (data: FormData) => {
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const purpose = Number(text("purpose"));
    const refusedOnly = data.get("refused") === "on";
    const leaveOutShown = data.get("leave-out-shown") === "on";
    const rows = [
      [t.audit.subjects.case, text("case").toUpperCase()],
      [t.audit.subjects.person, text("person")],
      [t.audit.agency, text("agency") && agencies.name(text("agency"))],
      [t.audit.from, text("from")],
      [t.audit.to, text("to")],
      [t.audit.refusedOnly, refusedOnly && t.yes],
      [t.audit.leaveOutShown, leaveOutShown && t.yes],
      [t.audit.purpose, label("purpose", purposeCode(purpose))],
    ] as const;
    await ask(async (pageToken) => {
      const page = await audit.listReads({
        caseCode: text("case").toUpperCase(),
        person: text("person"),
        agency: text("agency"),
        refusedOnly,
        leaveOutShown,
        ...timesOf(text("from"), text("to")),
        purpose,
        pageSize: 200,
        pageToken,
      });
      return { items: page.reads, next: page.nextPageToken, head: rows };
    });
  };
  return (
    <div className="stack">
      <div className="no-print">
        <SimpleForm submit={t.audit.search} onSubmit={search}>
          <div className="question">
            <TextField
              label={t.optional(t.audit.caseOnly)}
              name="case"
              key={preset}
              defaultValue={preset}
              maxLength={64}
              spellCheck={false}
            />
            <TextField
              label={t.optional(t.audit.subjects.person)}
              name="person"
              maxLength={64}
              placeholder="p-"
              spellCheck={false}
            />
            <SelectField
              label={t.optional(t.audit.agency)}
              name="agency"
              empty={t.board.all}
              choices={agencies.all.map((one) => [one.agency, one.displayName] as const)}
            />
            <TextField label={t.optional(t.audit.from)} name="from" type="date" />
            <TextField label={t.optional(t.audit.to)} name="to" type="date" />
            <Checkbox label={t.audit.refusedOnly} name="refused" />
            <Checkbox label={t.audit.leaveOutShown} name="leave-out-shown" />
            <SelectField
              label={t.audit.purpose}
              name="purpose"
              required
              choices={purposesOf(role).map(
                (purpose) => [String(purpose), label("purpose", purposeCode(purpose))] as const,
              )}
            />
          </div>
        </SimpleForm>
      </div>
      {asked && <Asked rows={asked} />}
      {reads &&
        (reads.length === 0 && !next ? (
          <Empty title={t.audit.noReads} />
        ) : (
          <Reads reads={reads} whole={!next} />
        ))}
      {next && <More more={more} />}
    </div>
  );
}

// Each read as a plain sentence, with what of the child it opened beneath it.
export function Reads({ reads, whole }: { reads: readonly ReadRecord[]; whole: boolean }) {
  const i18n = useI18n();
  const { t, label, dateTime } = i18n;
  const agency = useAgencies().name;
  const reasons: Record<string, readonly [string, string]> = t.reasons;
  const parts: Record<number, string> = t.compartments;
  const opened = (read: ReadRecord, permitted: boolean) =>
    read.parts
      .filter((part) => (read.permitted && part.permitted) === permitted)
      .map((part) => parts[part.compartment] ?? String(part.compartment))
      .join("; ");
  return (
    <>
      <Export name="rufaa-reads.csv" rows={() => csvOf(reads, i18n, opened)} whole={whole} />
      <ol className="timeline trail">
        {reads.map((read) => (
          <li key={read.number.toString()} className={read.permitted ? undefined : "referral"}>
            <p className="timeline-what">
              {sentence(read, i18n, agency)}{" "}
              {read.caseCodes.map((code) => (
                <span key={code}>
                  <Code>{code}</Code>{" "}
                </span>
              ))}
              {!read.permitted && <Tag tone="bad">{t.audit.refused}</Tag>}
            </p>
            <p className="timeline-when">
              {dateTime(read.recordTime)} · {t.audit.purpose}:{" "}
              {read.purpose ? label("purpose", purposeCode(read.purpose)) : t.none}
              {read.shown && ` · ${t.audit.onceADay}`}
              {read.about && ` · ${read.about}`} · {t.audit.entry} {read.number.toString()}
            </p>
            {opened(read, true) && (
              <p className="small">
                {t.audit.opened}: {opened(read, true)}
              </p>
            )}
            {opened(read, false) && (
              <p className="small">
                {t.audit.stayedClosed}: {opened(read, false)}
              </p>
            )}
            {read.refusal && <p className="small">{reasons[read.refusal]?.[0] ?? read.refusal}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}

function sentence(read: ReadRecord, { t }: I18n, agency: (id: string) => string): string {
  const asked: Record<string, string> = t.audit.reads;
  const shown: Record<string, string> = t.audit.shownIn;
  const roles: Record<string, string> = t.roles;
  const method = read.method.replace(/^.*\//, "");
  const verb = read.shown
    ? (shown[method] ?? t.audit.shownBy(read.method))
    : (asked[method] ?? read.method);
  const by = read.actor;
  return t.audit.sentence(
    by?.person ?? "–",
    roles[by?.role ?? ""] ?? by?.role ?? "–",
    agency(by?.agency ?? "–"),
    verb,
  );
}

function csvOf(
  reads: readonly ReadRecord[],
  { t, label }: I18n,
  opened: (read: ReadRecord, permitted: boolean) => string,
): string[][] {
  return [
    [
      t.audit.entry,
      t.audit.recorded,
      t.audit.subjects.person,
      t.audit.agency,
      t.directory.role,
      "method",
      t.audit.subjects.case,
      t.audit.purpose,
      t.audit.opened,
      t.audit.stayedClosed,
      t.audit.refused,
      t.audit.onlyShown,
    ],
    ...reads.map((read) => [
      read.number.toString(),
      inFiles(dateOf(read.recordTime)),
      read.actor?.person ?? "",
      read.actor?.agency ?? "",
      read.actor?.role ?? "",
      read.method,
      read.caseCodes.join(" "),
      read.purpose ? label("purpose", purposeCode(read.purpose)) : "",
      opened(read, true),
      opened(read, false),
      read.permitted ? "" : read.refusal || t.yes,
      read.shown ? t.yes : "",
    ]),
  ];
}
