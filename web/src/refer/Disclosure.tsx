import { useState } from "react";
import { useAgencies } from "../directory/agencies";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import type { Compartment } from "../gen/rufaa/common/v1/common_pb";
import { useI18n } from "../i18n";
import { Checkboxes, SelectField } from "../ui/Field";
import { Notice } from "../ui/parts";
import { standingConsent, type Standing } from "./consent";

// Whoever serves a child knows who it is.
const FIRST = ["1"];

// Exactly which parts the recipient will be able to open, and on what ground.
export function Disclosure({ file, agency: id }: { file: Case; agency: string }) {
  const { t, choices } = useI18n();
  const agencies = useAgencies();
  const [scope, setScope] = useState(FIRST);
  const [basis, setBasis] = useState("");
  const told = scope.map(Number) as Compartment[];
  const parts: Record<number, string> = t.compartments;
  // Identity and narrative go with a referral; the others only by the recipient's own work.
  const offered = ["1", "2", "3", "4", "5"];
  return (
    <>
      <h2>
        {t.refer.tell}: {agencies.name(id)}
      </h2>
      <h3>{t.refer.now}</h3>
      <p>{t.refer.nowFields}</p>
      <Checkboxes
        label={t.refer.after}
        hint={t.refer.scopeHint}
        name="scope"
        chosen={FIRST}
        onChange={setScope}
        choices={offered.map((part) => [part, parts[Number(part)]!] as const)}
      />
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
