import { useState } from "react";
import { audit } from "../api/audit";
import { stampOf, toDateInput } from "../api/time";
import { allPages } from "../app/useLoad";
import { useCaller } from "../app/session";
import { fieldWord, valueWords } from "../casefile/factWords";
import { useAgencies } from "../directory/agencies";
import type { GetAsOfResponse, KnownRow } from "../gen/rufaa/audit/v1/audit_service_pb";
import { useI18n } from "../i18n";
import { purposeCode, purposesOf } from "../referral/purposes";
import { Button } from "../ui/Button";
import { saveCsv } from "../ui/csv";
import { SelectField, TextField } from "../ui/Field";
import { Code, Facts, Tag } from "../ui/parts";
import { SimpleForm } from "../ui/SimpleForm";
import { Empty } from "../ui/States";
import { DAY_MS, dayStart } from "./days";

// An agency's view, rebuilt as of the end of a day.
export function AsOf() {
  const i18n = useI18n();
  const { t, label, dateTime } = i18n;
  const { role } = useCaller();
  const views: Record<string, string> = t.audit.views;
  const agencies = useAgencies();
  const [answer, setAnswer] = useState<{
    agency: string;
    first: GetAsOfResponse;
    rows: KnownRow[];
  }>();

  const ask = async (data: FormData) => {
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const day = text("day");
    const end =
      day === toDateInput(new Date()) ? undefined : new Date(dayStart(day).getTime() + DAY_MS - 1);
    const request = {
      agency: text("agency"),
      caseCode: text("code").toUpperCase(),
      purpose: Number(text("purpose")),
      pageSize: 500,
      moment: end ? { case: "asOfTime" as const, value: stampOf(end) } : { case: undefined },
    };
    let first: GetAsOfResponse | undefined;
    const rows = await allPages(async (pageToken) => {
      const page = await audit.getAsOf({ ...request, pageToken });
      first ??= page;
      return { items: page.rows, next: page.nextPageToken };
    });
    if (first) setAnswer({ agency: request.agency, first, rows });
  };
  return (
    <div className="stack">
      <div className="no-print">
        <SimpleForm submit={t.audit.search} onSubmit={ask}>
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
      {answer && (
        <>
          <h2>
            {t.audit.knew(
              agencies.name(answer.agency),
              dateTime(answer.first.recordTime),
              answer.first.position.toString(),
            )}
          </h2>
          {answer.rows.length === 0 ? (
            <Empty title={t.audit.knewNothing} />
          ) : (
            <>
              <Button
                className="no-print"
                onClick={() =>
                  saveCsv("rufaa-as-of.csv", [
                    [t.audit.view, t.audit.key, t.audit.field, t.audit.after],
                    ...answer.rows.flatMap((row) =>
                      Object.entries(row.fields).map(([field, value]) => [
                        row.view,
                        row.key,
                        field,
                        value,
                      ]),
                    ),
                  ])
                }
              >
                {t.audit.csv}
              </Button>
              <ul className="list">
                {answer.rows.map((row) => (
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
                                valueWords(i18n, agencies.name, field, value)
                              ),
                            ] as const,
                        )}
                      />
                    </details>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </div>
  );
}
