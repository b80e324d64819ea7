import { useState } from "react";
import { useAgencies } from "../directory/agencies";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import { Compartment } from "../gen/rufaa/common/v1/common_pb";
import { useI18n } from "../i18n";
import { Checkboxes, SelectField } from "../ui/Field";
import { Notice } from "../ui/parts";
import { standingConsent, type Standing } from "./consent";

const MEDICAL = ["RMPP", "RMTX", "RMHT"];

// What the recipient can't do its work without: whoever serves a child knows who it is, a note opens
// with the narrative, and until when to treat with the medical facts, which tell less than that.
function neededBy(file: Case, kind: string | undefined, service: string, note: boolean): string[] {
  const treats = kind === "HEALTH" && MEDICAL.includes(service) && !!file.pepStartByTime;
  const needed = [
    Compartment.IDENTITY,
    ...(note ? [Compartment.NARRATIVE] : []),
    ...(treats ? [Compartment.MEDICAL] : []),
  ];
  return needed.map(String);
}

// Exactly which parts the recipient will be able to open, and on what ground. `note`: something is
// written for it.
export function Disclosure({
  file,
  agency: id,
  service,
  note,
}: {
  file: Case;
  agency: string;
  service: string;
  note: boolean;
}) {
  const { t, choices } = useI18n();
  const agencies = useAgencies();
  // What the sender chose otherwise, by part.
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const [basis, setBasis] = useState("");
  const parts: Record<number, string> = t.compartments;
  // Identity and narrative go with a referral; the others only by the recipient's own work.
  const offered = ["1", "2", "3", "4", "5"];
  const needed = neededBy(file, agencies.get(id)?.kind, service, note);
  const scope = offered.filter((part) => chosen[part] ?? needed.includes(part));
  const told = scope.map(Number) as Compartment[];
  const choose = (ticked: string[]) => {
    const changed = offered.filter((part) => ticked.includes(part) !== scope.includes(part));
    setChosen({ ...chosen, ...Object.fromEntries(changed.map((p) => [p, ticked.includes(p)])) });
  };
  return (
    <>
      <h2>
        {t.refer.tell}: {agencies.name(id)}
      </h2>
      <h3>{t.refer.now}</h3>
      <p>{t.refer.nowFields}</p>
      <Checkboxes
        key={needed.join()}
        label={t.refer.after}
        hint={t.refer.scopeHint}
        name="scope"
        chosen={scope}
        onChange={choose}
        choices={offered.map((part) => [part, parts[Number(part)]!] as const)}
      />
      {note && !told.includes(Compartment.NARRATIVE) && (
        <Notice tone="warn" live>
          <p>{t.refer.noteClosed(parts[Compartment.NARRATIVE]!)}</p>
        </Notice>
      )}
      <Ground standing={standingConsent(file, id, agencies.get(id)?.kind, told, basis)} />
      <SelectField
        label={t.refer.basis}
        name="basis"
        empty={t.refer.byConsent}
        onChange={(event) => setBasis(event.target.value)}
        choices={choices("consent_basis").filter(([code]) => code !== "CONSENT")}
      />
    </>
  );
}

function Ground({ standing }: { standing: Standing | undefined }) {
  const { t, date, label } = useI18n();
  const parts: Record<number, string> = t.compartments;
  if (!standing)
    return (
      <Notice tone="warn">
        <p>{t.refer.consentNone}</p>
      </Notice>
    );
  const { consent, lacks } = standing;
  const giver = consent.givenBy
    ? label("consent_giver", consent.givenBy)
    : label("agency_kind", consent.recipientKind);
  const until = consent.untilTime ? t.casefile.until(date(consent.untilTime)) : t.casefile.forever;
  return lacks.length === 0 ? (
    <Notice tone="good">
      <p>{t.refer.consentHave(giver, until)}</p>
    </Notice>
  ) : (
    <Notice tone="warn" live>
      <p>{t.refer.consentLacks(giver, until, lacks.map((part) => parts[part]).join("; "))}</p>
    </Notice>
  );
}
