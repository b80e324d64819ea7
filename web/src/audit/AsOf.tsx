import { audit } from "../api/audit";
import { stampOf, toDateInput } from "../api/time";
import { useCaller } from "../app/session";
import { fieldWord, valueWords } from "../casefile/factWords";
import { useAgencies } from "../directory/agencies";
import type {
  GetAsOfRequest,
  GetAsOfResponse,
  KnownRow,
} from "../gen/rufaa/audit/v1/audit_service_pb";
import { useI18n } from "../i18n";
import { purposeCode, purposesOf } from "../referral/purposes";
import { SelectField, TextField } from "../ui/Field";
import { More } from "../ui/More";
import { Code, Facts, Tag } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { Empty } from "../ui/States";
import { Asked, type AskedRows } from "./Asked";
import { DAY_MS, dayStart } from "./days";
import { Export } from "./Export";
import { usePaged } from "./usePaged";

type Head = Pick<GetAsOfResponse, "position" | "recordTime"> & {
  agency: string;
  asked: AskedRows;
};

// An agency's view, rebuilt as of the end of a day.
export function AsOf() {
  const { t, label, dateTime } = useI18n();
  const { role } = useCaller();
  const agencies = useAgencies();
  const { items: rows, next, head, ask, more } = usePaged<KnownRow, Head>();

  const search = async (data: FormData) => {
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const day = text("day");
    const agency = text("agency");
    const asked = [
      [t.audit.caseOnly, text("code").toUpperCase()],
      [t.audit.purpose, label("purpose", purposeCode(Number(text("purpose"))))],
    ] as const;
    const wanted: GetAsOfRequest["moment"] =
      day === toDateInput(new Date())
        ? { case: undefined }
        : { case: "asOfTime", value: stampOf(new Date(dayStart(day).getTime() + DAY_MS - 1)) };
    let moment: GetAsOfRequest["moment"] = wanted;
    await ask(async (pageToken) => {
      if (!pageToken) moment = wanted;
      const page = await audit.getAsOf({
        agency,
        caseCode: text("code").toUpperCase(),
        purpose: Number(text("purpose")),
        pageSize: 200,
        moment,
        pageToken,
      });
      // What is recorded while somebody reads changes nothing of the rest. 0 would stand for now.
      if (page.position > 0n) moment = { case: "asOfPosition", value: page.position };
      const { position, recordTime } = page;
      const head = { agency, asked, position, recordTime };
      return { items: page.rows, next: page.nextPageToken, head };
    });
  };
  return (
    <div className="stack">
      <div className="no-print">
        <SimpleForm submit={t.audit.search} onSubmit={search}>
          <div className="question">
            <SelectField
              label={t.audit.agency}
              name="agency"
              key={agencies.all.length}
              required
              empty={t.choose}
              choices={agencies.all.map((one) => [one.agency, one.displayName] as const)}
            />
            <TextField
              label={t.audit.day}
              name="day"
              type="date"
              required
              defaultValue={toDateInput(new Date())}
              max={toDateInput(new Date())}
            />
            <TextField
              label={t.optional(t.audit.caseOnly)}
              name="code"
              maxLength={64}
              spellCheck={false}
            />
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
      {head && <Asked rows={head.asked} />}
      {rows && head && (
        <h2>
          {t.audit.knew(
            agencies.name(head.agency),
            dateTime(head.recordTime),
            head.position.toString(),
          )}
        </h2>
      )}
      {rows &&
        (rows.length === 0 && !next ? (
          <Empty title={t.audit.knewNothing} />
        ) : (
          <Known rows={rows} whole={!next} />
        ))}
      {next && <More more={more} />}
    </div>
  );
}

function Known({ rows, whole }: { rows: readonly KnownRow[]; whole: boolean }) {
  const i18n = useI18n();
  const { t } = i18n;
  const views: Record<string, string> = t.audit.views;
  const agency = useAgencies().name;
  const lines = () => [
    [t.audit.view, t.audit.key, t.audit.field, t.audit.after],
    ...rows.flatMap((row) =>
      Object.entries(row.fields).map(([field, value]) => [row.view, row.key, field, value]),
    ),
  ];
  return (
    <>
      <Export name="rufaa-as-of.csv" rows={lines} whole={whole} />
      <ul className="list">
        {rows.map((row) => (
          <li key={`${row.view}/${row.key}`}>
            <details>
              <summary>
                <Code>{row.key}</Code>&nbsp;<Tag>{views[row.view] ?? row.view}</Tag>
              </summary>
              <Facts
                rows={Object.entries(row.fields).map(
                  ([field, value]) =>
                    [
                      fieldWord(i18n, field),
                      value === "sealed" ? (
                        <em>{t.audit.sealed}</em>
                      ) : (
                        valueWords(i18n, agency, field, value)
                      ),
                    ] as const,
                )}
              />
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
