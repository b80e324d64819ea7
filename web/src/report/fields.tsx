// The fields of each step.
import { toDateInput } from "../api/time";
import { directory } from "../api/directory";
import { useLoad } from "../app/useLoad";
import { useAgencies } from "../directory/agencies";
import { areas, parents } from "../gen/areas";
import { useCaller } from "../app/session";
import { useI18n } from "../i18n";
import { Checkbox, Radios, SelectField, TextArea, TextField } from "../ui/Field";
import { DateTimeField } from "../ui/DateTimeField";
import { Notice } from "../ui/parts";
import { AGE_MOST, exposureOf, type Draft } from "./draft";

interface StepProps {
  draft: Draft;
  wrong: Partial<Record<string, string>>;
}

export function SafeFields({ draft, wrong }: StepProps) {
  const { t } = useI18n();
  const words = t.report.safe;
  return (
    <>
      <Radios
        label={words.title}
        name="safe"
        error={wrong["safe"]}
        value={draft["safe"]}
        choices={[
          ["yes", words.yes],
          ["no", words.no],
        ]}
      />
      {draft["safe"] === "no" && <Notice tone="bad" title={words.danger} live />}
      <Checkbox
        label={words.household}
        name="household"
        defaultChecked={draft["household"] === "on"}
      />
      <Checkbox
        label={words.trafficking}
        name="trafficking"
        defaultChecked={draft["trafficking"] === "on"}
      />
    </>
  );
}

export function ChildFields({ draft, wrong }: StepProps) {
  const { t, choices } = useI18n();
  const { subcounty: own } = useCaller();
  const words = t.report.child;
  const subcounty = draft["subcounty"] ?? own;
  const text = (
    name: "first" | "other" | "surname" | "phone" | "caregiver" | "caregiverPhone",
    max: number,
  ) => (
    <TextField
      label={t.optional(words[name])}
      name={name}
      maxLength={max}
      defaultValue={draft[name]}
      inputMode={name.toLowerCase().includes("phone") ? "tel" : undefined}
    />
  );
  return (
    <>
      <p className="hint">{words.hint}</p>
      <Radios
        label={words.sex}
        name="sex"
        inline
        error={wrong["sex"]}
        value={draft["sex"]}
        choices={choices("sex")}
      />
      <TextField
        label={t.optional(words.age)}
        name="age"
        type="number"
        min={0}
        max={AGE_MOST}
        inputMode="numeric"
        error={wrong["age"]}
        defaultValue={draft["age"]}
      />
      <SelectField
        label={words.subcounty}
        name="subcounty"
        error={wrong["subcounty"]}
        defaultValue={subcounty}
        empty={t.choose}
        choices={Object.entries(areas).map(([id, area]) => [id, area.name] as const)}
      />
      <SelectField
        label={t.optional(words.ward)}
        name="ward"
        key={subcounty}
        defaultValue={draft["ward"]}
        empty={t.unknown}
        choices={Object.entries(areas[subcounty]?.wards ?? {})}
      />
      {text("first", 80)}
      {text("other", 120)}
      {text("surname", 80)}
      <TextField
        label={t.optional(words.birth)}
        name="birth"
        type="date"
        error={wrong["birth"]}
        defaultValue={draft["birth"]}
      />
      <TextArea
        label={t.optional(words.location)}
        name="location"
        rows={2}
        maxLength={500}
        defaultValue={draft["location"]}
      />
      {text("phone", 40)}
      {text("caregiver", 120)}
      {text("caregiverPhone", 40)}
      <Radios
        label={t.optional(words.school)}
        name="school"
        inline
        value={draft["school"] ?? ""}
        choices={[
          ["yes", t.yes],
          ["no", t.no],
          ["", t.unknown],
        ]}
      />
      <SelectField
        label={t.optional(words.disability)}
        name="disability"
        defaultValue={draft["disability"]}
        empty={words.noDisability}
        choices={choices("disability")}
      />
    </>
  );
}

export function WhatFields({ draft, wrong }: StepProps) {
  const { t, choices } = useI18n();
  const words = t.report.what;
  const under = choices("case_subcategory").filter(
    ([code]) => parents["case_subcategory"]?.[code] === draft["category"],
  );
  return (
    <>
      <SelectField
        label={words.category}
        name="category"
        error={wrong["category"]}
        defaultValue={draft["category"]}
        empty={t.choose}
        choices={choices("case_category")}
      />
      {under.length > 0 && (
        <SelectField
          label={t.optional(words.subcategory)}
          name="subcategory"
          key={draft["category"]}
          defaultValue={draft["subcategory"]}
          empty={t.unknown}
          choices={under}
        />
      )}
      <SelectField
        label={t.optional(words.nature)}
        name="nature"
        defaultValue={draft["nature"]}
        empty={t.unknown}
        choices={choices("case_nature")}
      />
      <DateTimeField
        label={t.optional(words.when)}
        hint={words.whenHint}
        name="exposure"
        error={wrong["exposure"]}
        defaultValue={draft["exposure"]}
        maxDay={toDateInput(new Date())}
      />
      <SelectField
        label={words.reporter}
        name="reporter"
        error={wrong["reporter"]}
        defaultValue={draft["reporter"]}
        empty={t.choose}
        choices={choices("reporter")}
      />
      <TextArea
        label={t.optional(words.narrative)}
        hint={words.narrativeHint}
        name="narrative"
        rows={6}
        maxLength={4000}
        defaultValue={draft["narrative"]}
      />
    </>
  );
}

export function ConsentFields() {
  const { t } = useI18n();
  const words = t.report.consent;
  return (
    <>
      <p>{words.body}</p>
      <p>{words.tell}</p>
      <p className="hint">{words.record}</p>
    </>
  );
}

export function WhereFields({ draft }: StepProps) {
  const { t } = useI18n();
  const words = t.report.where;
  const area = areas[draft["subcounty"] ?? ""];
  return (
    <>
      <p>{words.body(area?.name ?? "–")}</p>
      {exposureOf(draft) && (
        <p>
          <strong>{words.hospital}</strong>
        </p>
      )}
      <Near draft={draft} />
      <input type="hidden" name="seen" value="yes" />
    </>
  );
}

// Treatment and shelter near the child, when the directory can be asked.
function Near({ draft }: { draft: Draft }) {
  const { t, label } = useI18n();
  const agency = useAgencies().name;
  const subcounty = draft["subcounty"] ?? "";
  const near = useLoad(async () => {
    const found = await Promise.all(
      ["RMTX", "RMTS"].map((service) =>
        directory.findOffers({ service, subcounty, sex: draft["sex"] ?? "", pageSize: 5 }),
      ),
    );
    return found.flatMap((answer) => answer.offers);
  }, [subcounty, draft["sex"]]);
  if (near.refusal) return <p className="hint">{t.report.where.offline}</p>;
  if (!near.data?.length) return null;
  return (
    <>
      <h2>{t.report.where.near}</h2>
      <ul className="list near">
        {near.data.map((offer) => (
          <li key={`${offer.agency}/${offer.offer}`}>
            <strong>{agency(offer.agency)}</strong>
            <br />
            <span className="small muted">
              {offer.services
                .slice(0, 3)
                .map((code) => label("referral_reason", code))
                .join(", ")}{" "}
              · {offer.hours}
              {offer.hasBeds && ` · ${t.referral.room(offer.room)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
