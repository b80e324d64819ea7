// What is corrected of the child itself. The hub takes what is alleged, and who the child is, as a
// whole: each is written over what stands there now, so that nothing is lost that was right.
import { useState } from "react";
import { casework } from "../api/casework";
import { areas, parents } from "../gen/areas";
import type { Case, Category } from "../gen/rufaa/casework/v1/casework_pb";
import { Compartment, Purpose, type ChildIdentity } from "../gen/rufaa/common/v1/common_pb";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { Checkbox, SelectField, TextField } from "../ui/Field";
import { RefusalNotice } from "../ui/States";
import { useAsk } from "../ui/useAsk";

interface Shown {
  label: string;
  hint?: string;
  error?: string;
  name: string;
  of?: Case;
}

// The sub-county, and a ward of it; a ward alone is of the sub-county that the case has.
export function AreaField({ of, wrong }: { of?: Case; wrong: Record<string, string> }) {
  const { t } = useI18n();
  const [subcounty, setSubcounty] = useState("");
  const wards = areas[subcounty || (of?.subcounty ?? "")]?.wards ?? {};
  return (
    <>
      <SelectField
        label={t.optional(t.actions.fields.subcounty)}
        error={wrong["subcounty"]}
        name="subcounty"
        value={subcounty}
        onChange={(event) => setSubcounty(event.target.value)}
        choices={Object.entries(areas).map(([id, area]) => [id, area.name] as const)}
        empty={t.none}
      />
      <SelectField
        label={t.optional(t.actions.fields.ward)}
        error={wrong["ward"]}
        name="ward"
        key={subcounty}
        defaultValue=""
        choices={Object.entries(wards)}
        empty={t.none}
      />
    </>
  );
}

type Alleged = Pick<Category, "category" | "subcategory" | "nature" | "eventOn">;
const NOTHING: Alleged = { category: "", subcategory: "", nature: "", eventOn: "" };

export function CategoriesField({ label, hint, error, name, of }: Shown) {
  const { t, choices } = useI18n();
  const words = t.report.what;
  const [alleged, setAlleged] = useState<Alleged[]>(() => {
    const known = (of?.categories ?? []).map(
      ({ category, subcategory, nature, eventOn }): Alleged => ({
        category,
        subcategory,
        nature,
        eventOn,
      }),
    );
    return known.length > 0 ? known : [NOTHING];
  });
  const [changed, setChanged] = useState(false);
  const change = (at: number, what: Partial<Alleged>) => {
    setAlleged(alleged.map((one, i) => (i === at ? { ...one, ...what } : one)));
    setChanged(true);
  };
  const said = alleged.filter((one) => one.category !== "");
  return (
    <fieldset className={error ? "field wrong" : "field"}>
      <legend>{label}</legend>
      {hint && <div className="hint">{hint}</div>}
      {error && <div className="error">{error}</div>}
      {alleged.map((one, i) => (
        <div key={i}>
          <SelectField
            label={words.category}
            value={one.category}
            onChange={(event) => change(i, { category: event.target.value, subcategory: "" })}
            choices={choices("case_category")}
            empty={t.none}
          />
          <SelectField
            label={t.optional(words.subcategory)}
            value={one.subcategory}
            onChange={(event) => change(i, { subcategory: event.target.value })}
            choices={choices("case_subcategory").filter(
              ([code]) => parents["case_subcategory"]?.[code] === one.category,
            )}
            empty={t.unknown}
          />
          <SelectField
            label={t.optional(words.nature)}
            value={one.nature}
            onChange={(event) => change(i, { nature: event.target.value })}
            choices={choices("case_nature")}
            empty={t.unknown}
          />
        </div>
      ))}
      <input type="hidden" name={name} value={changed ? JSON.stringify(said) : ""} />
    </fieldset>
  );
}

// Who the child is has to be opened before it can be corrected; correcting it is work on the case.
export function IdentityField({ label, hint, error, name, of }: Shown) {
  const { t } = useI18n();
  const [opened, setOpened] = useState<ChildIdentity | "nothing">();
  const { busy, refusal, ask } = useAsk();
  const open = async () => {
    const { identity } = await casework.revealChild({
      caseCode: of?.caseCode,
      purpose: Purpose.CASE_MGMT,
      compartments: [Compartment.IDENTITY],
    });
    setOpened(identity ?? "nothing");
  };
  return (
    <fieldset className={error ? "field wrong" : "field"}>
      <legend>{label}</legend>
      {error && <div className="error">{error}</div>}
      {opened ? (
        <Identity name={name} known={opened === "nothing" ? undefined : opened} />
      ) : (
        <>
          {hint && <div className="hint">{hint}</div>}
          {refusal && <RefusalNotice refusal={refusal} />}
          <Button busy={busy} onClick={() => void ask(open)}>
            {t.actions.openIdentity}
          </Button>
        </>
      )}
    </fieldset>
  );
}

const TEXTS = [
  ["firstName", "first", 80],
  ["otherNames", "other", 120],
  ["surname", "surname", 80],
  ["birthDate", "birth", 10],
  ["phone", "phone", 40],
  ["caregiverName", "caregiver", 120],
  ["caregiverPhone", "caregiverPhone", 40],
] as const;
type Texts = Record<(typeof TEXTS)[number][0], string>;

function Identity({ name, known }: { name: string; known?: ChildIdentity }) {
  const { t } = useI18n();
  const [texts, setTexts] = useState(
    () => Object.fromEntries(TEXTS.map(([field]) => [field, known?.[field] ?? ""])) as Texts,
  );
  const [estimated, setEstimated] = useState(known?.birthDateEstimated ?? false);
  const [changed, setChanged] = useState(false);
  const said = { ...texts, birthDateEstimated: estimated && texts.birthDate !== "" };
  return (
    <>
      {TEXTS.map(([field, word, most]) => (
        <TextField
          key={field}
          label={t.optional(t.report.child[word])}
          type={field === "birthDate" ? "date" : "text"}
          maxLength={most}
          value={texts[field]}
          onChange={(event) => {
            setTexts({ ...texts, [field]: event.target.value });
            setChanged(true);
          }}
        />
      ))}
      <Checkbox
        label={t.actions.birthEstimated}
        checked={estimated}
        onChange={(event) => {
          setEstimated(event.target.checked);
          setChanged(true);
        }}
      />
      <input type="hidden" name={name} value={changed ? JSON.stringify(said) : ""} />
    </>
  );
}
