import { audit } from "../api/audit";
import { Link, useQuery } from "../app/router";
import { useCaller } from "../app/session";
import type { TrailEntry } from "../gen/rufaa/audit/v1/audit_service_pb";
import { useI18n } from "../i18n";
import { purposeCode, purposesOf } from "../referral/purposes";
import { SelectField, TextField } from "../ui/Field";
import { More } from "../ui/More";
import { SimpleForm } from "../ui/SimpleForm";
import { Empty } from "../ui/States";
import { Asked, type AskedRows } from "./Asked";
import { timesOf } from "./days";
import { Trail } from "./Trail";
import { usePaged } from "./usePaged";

type Subject = "case" | "referral" | "person" | "agency";
// `seenOf`: the case that was asked about, if it was one.
interface Head {
  seenOf: string;
  asked: AskedRows;
}
const FIELD = {
  case: "caseCode",
  referral: "referralCode",
  person: "person",
  agency: "agency",
} as const;

// The question, in a form; the answer, as sentences.
export function TrailSearch() {
  const { t, label } = useI18n();
  const { role } = useCaller();
  const preset = useQuery("case");
  // Headed by the case that was asked about: who saw it is one step away.
  const { items: entries, next, head, ask, more } = usePaged<TrailEntry, Head>();

  const search = async (data: FormData) => {
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const of = text("of") as Subject;
    const purpose = Number(text("purpose"));
    const value = of === "case" || of === "referral" ? text("code").toUpperCase() : text("code");
    await ask(async (pageToken) => {
      const page = await audit.getTrail({
        subject: { case: FIELD[of], value },
        purpose,
        ...timesOf(text("from"), text("to")),
        pageSize: 200,
        pageToken,
      });
      const head = {
        seenOf: of === "case" ? value : "",
        asked: [
          [t.audit.subjects[of], value],
          [t.audit.from, text("from")],
          [t.audit.to, text("to")],
          [t.audit.purpose, label("purpose", purposeCode(purpose))],
        ] as const,
      };
      return { items: page.entries, next: page.nextPageToken, head };
    });
  };
  return (
    <div className="stack">
      <div className="no-print">
        <SimpleForm submit={t.audit.search} onSubmit={search}>
          <div className="question">
            <SelectField label={t.audit.by} name="of" choices={Object.entries(t.audit.subjects)} />
            <TextField
              label={t.audit.code}
              hint={t.audit.start}
              key={preset}
              defaultValue={preset}
              name="code"
              required
              maxLength={64}
              spellCheck={false}
            />
            <TextField label={t.optional(t.audit.from)} name="from" type="date" />
            <TextField label={t.optional(t.audit.to)} name="to" type="date" />
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
      {entries && head?.seenOf && (
        <p className="no-print">
          <Link className="row-link" href={`/audit?tab=reads&case=${head.seenOf}`}>
            {t.audit.whoSaw(head.seenOf)}
          </Link>
        </p>
      )}
      {entries &&
        (entries.length === 0 ? (
          <Empty title={t.audit.none} />
        ) : (
          <Trail entries={entries} whole={!next} />
        ))}
      {next && <More more={more} />}
    </div>
  );
}
