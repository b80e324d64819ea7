import { useAgencies } from "../directory/agencies";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import { useI18n } from "../i18n";
import { Checkboxes, SelectField } from "../ui/Field";
import { Notice } from "../ui/parts";

// Exactly which parts the recipient will be able to open, and on what ground.
export function Disclosure({ file, agency: id }: { file: Case; agency: string }) {
  const { t, choices, date, label } = useI18n();
  const agencies = useAgencies();
  const kind = agencies.get(id)?.kind;
  const covering = file.consents.find(
    (consent) =>
      !consent.withdrawTime &&
      (consent.recipientAgency === id ||
        (!consent.recipientAgency && consent.recipientKind === kind)),
  );
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
        chosen={["1"]}
        choices={offered.map((part) => [part, parts[Number(part)]!] as const)}
      />
      {covering ? (
        <Notice tone="good">
          <p>
            {t.refer.consentHave(
              covering.givenBy
                ? label("consent_giver", covering.givenBy)
                : label("agency_kind", covering.recipientKind),
              covering.untilTime ? t.casefile.until(date(covering.untilTime)) : t.casefile.forever,
            )}
          </p>
        </Notice>
      ) : (
        <Notice tone="warn">
          <p>{t.refer.consentNone}</p>
        </Notice>
      )}
      <SelectField
        label={t.refer.basis}
        name="basis"
        empty={t.refer.byConsent}
        choices={choices("consent_basis").filter(([code]) => code !== "CONSENT")}
      />
    </>
  );
}
