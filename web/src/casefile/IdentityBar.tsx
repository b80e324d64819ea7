import { useAgencies } from "../directory/agencies";
import { areas } from "../gen/areas";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { TreatUntil } from "../report/HealthClock";
import { Code, Due, Risk, Tag } from "../ui/parts";

// What tells one case from another without telling who the child is.
export function IdentityBar({ file }: { file: Case }) {
  const { t, label, date } = useI18n();
  const agency = useAgencies().name;
  const stages: Record<string, string> = t.stages;
  const area = areas[file.subcounty];
  const safety = file.placeOfSafety;
  const fact = (name: string, value: React.ReactNode) =>
    value && (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    );
  return (
    <section className="identity" aria-label={t.casefile.kind}>
      <dl>
        {fact(t.work.columns.code, <Code>{file.caseCode}</Code>)}
        {fact(
          t.casefile.stage,
          file.stage && <Tag tone="info">{stages[file.stage] ?? file.stage}</Tag>,
        )}
        {fact(t.casefile.age, file.ageBand && t.work.years(file.ageBand))}
        {fact(t.casefile.sex, file.sex && label("sex", file.sex))}
        {fact(
          t.casefile.subcounty,
          area && [area.name, area.wards[file.ward]].filter(Boolean).join(", "),
        )}
        {fact(t.casefile.risk, file.sex && <Risk risk={file.risk} />)}
        {fact(
          t.casefile.owner,
          file.ownerAgency && (
            <>
              {agency(file.ownerAgency)}
              {file.ownerPerson && (
                <span className="muted small">
                  {" "}
                  <Code>{file.ownerPerson}</Code>
                </span>
              )}
            </>
          ),
        )}
        {fact(
          t.casefile.safety,
          safety &&
            [safety.agency && agency(safety.agency), label("place_kind", safety.kind)]
              .concat(date(safety.moveTime))
              .filter(Boolean)
              .join(", "),
        )}
        {fact(t.casefile.next, file.dueTime && <Due what={file.dueWhat} time={file.dueTime} />)}
        {fact(t.casefile.pep, file.pepStartByTime && <TreatUntil time={file.pepStartByTime} />)}
        {fact(
          t.casefile.contraception,
          file.emergencyContraceptionByTime && (
            <TreatUntil time={file.emergencyContraceptionByTime} />
          ),
        )}
        {fact(t.casefile.identified, date(file.identifyTime))}
        {fact(
          t.casefile.closed,
          file.closeTime &&
            `${date(file.closeTime)}${file.closureReason ? `: ${label("closure_reason", file.closureReason)}` : ""}`,
        )}
      </dl>
    </section>
  );
}
