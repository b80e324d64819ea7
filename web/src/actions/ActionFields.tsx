// The fields of one change, each on a native control.
import { useState } from "react";
import { ended } from "../gen/areas";
import { toDateInput, toLocalInput } from "../api/time";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import { useAgencies } from "../directory/agencies";
import { useI18n } from "../i18n";
import { Checkbox, Checkboxes, SelectField, TextArea, TextField, type Choice } from "../ui/Field";
import { DateTimeField } from "../ui/DateTimeField";
import { AreaField, CategoriesField, IdentityField } from "./ChildFields";
import { AgencyField, CompartmentField, OfferField, PersonField } from "./ChoiceFields";
import type { Action, ActionField } from "./definitions";
import { partsOf } from "./parts";

export interface Subject {
  // Of whose parts one chooses: needs, matters, orders, consents.
  file?: Case;
  // What the form opens with.
  preset?: Record<string, string>;
}

export function ActionFields({
  action,
  subject,
  wrong,
}: {
  action: Action;
  subject: Subject;
  // What is wrong with a field, by its name.
  wrong: Record<string, string>;
}) {
  const [chosen, setChosen] = useState<Record<string, string>>({});
  return (
    <>
      {action.fields.map((field) => (
        <One
          key={field.name}
          field={field}
          action={action}
          subject={subject}
          wrong={wrong}
          chosen={chosen}
          onChoose={(code) => setChosen((before) => ({ ...before, [field.name]: code }))}
        />
      ))}
    </>
  );
}

const DAY_MS = 24 * 3600_000;

function One({
  field,
  action,
  subject,
  wrong,
  chosen,
  onChoose,
}: {
  field: ActionField;
  action: Action;
  subject: Subject;
  wrong: Record<string, string>;
  // In the form's lists so far, by the fields' names.
  chosen: Record<string, string>;
  onChoose: (code: string) => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const agency = useAgencies().name;
  const words: Record<string, string> = t.actions.fields;
  const hints: Record<string, string> = t.actions.hints;
  const name = words[field.label ?? field.name] ?? field.name;
  const label = field.required || field.kind === "check" ? name : t.optional(name);
  const hint =
    field.name === "reason" && field.kind === "line"
      ? t.actions.hints.reasonText
      : hints[field.name];
  const preset = subject.preset?.[field.name];
  const error = wrong[field.name];
  const common = { label, hint, error, name: field.name, required: field.required };
  const select = (choices: readonly Choice[], only = preset) => (
    <SelectField
      {...common}
      choices={choices}
      defaultValue={only ?? (field.required && choices.length === 1 ? choices[0]![0] : "")}
      empty={field.required ? t.choose : t.none}
      onChange={(event) => onChoose(event.target.value)}
    />
  );

  const offered = (list: string) =>
    i18n.choices(list).filter(([code]) => !ended[list]?.includes(code));

  switch (field.kind) {
    case "code": {
      const fits = (code: string) => field.fits?.(code, chosen) ?? true;
      return select(
        offered(field.list).filter(([code]) => fits(code)),
        preset ?? field.first,
      );
    }
    case "codes":
      return (
        <Checkboxes
          {...common}
          choices={offered(field.list).filter(([code]) => !field.but?.includes(code))}
        />
      );
    case "fixed":
      return select(Object.entries(t.actions[field.words]));
    case "urgency":
      return select(
        ["emergency", "urgent", "normal"].map(
          (u) => [u, i18n.label("urgency", u.toUpperCase())] as const,
        ),
      );
    case "area":
      return <AreaField of={subject.file} wrong={wrong} />;
    case "categories":
      return <CategoriesField {...common} of={subject.file} />;
    case "identity":
      return <IdentityField {...common} of={subject.file} />;
    case "need":
    case "matter":
    case "order":
    case "consent": {
      const parts = partsOf(action, field, subject.file)!;
      // Nothing to choose, and nothing that must be: no empty list to wonder about.
      if (parts.length === 0 && !field.required) return null;
      return select(parts.map(({ id, label }) => [id, label(i18n, agency)] as const));
    }
    case "scope":
      return (
        <Checkboxes
          label={label}
          name={field.name}
          error={error}
          chosen={["1", "2"]}
          choices={Object.entries(t.compartments).filter(([id]) => id !== "6")}
        />
      );
    case "compartment":
      return <CompartmentField common={{ ...common, label: name }} />;
    case "agency":
      return <AgencyField field={field} common={common} preset={preset} of={subject.file} />;
    case "person":
      return <PersonField common={common} preset={preset} />;
    case "offer":
      return <OfferField common={common} preset={preset} />;
    case "note":
      return <TextArea {...common} maxLength={4000} defaultValue={preset} />;
    case "line":
      return (
        <TextField
          {...common}
          maxLength={200}
          defaultValue={preset ?? (field.flagged ? subject.file?.possibleDuplicateOf : undefined)}
        />
      );
    case "date":
      return (
        <TextField
          {...common}
          type="date"
          defaultValue={preset ?? (field.name === "on" ? toDateInput(new Date()) : undefined)}
        />
      );
    case "time":
      return (
        <DateTimeField
          {...common}
          maxDay={field.past ? toDateInput(new Date()) : undefined}
          defaultValue={
            preset ??
            (field.tomorrow
              ? toLocalInput(new Date(Date.now() + DAY_MS)).replace(/T.*/, "T09:00")
              : undefined)
          }
        />
      );
    case "check":
      return <Checkbox label={label} name={field.name} />;
    case "yesNo":
      return (
        <SelectField
          {...common}
          choices={[
            ["yes", t.yes],
            ["no", t.no],
          ]}
          defaultValue=""
          empty={field.required ? t.choose : t.actions.asItStands}
        />
      );
  }
}
