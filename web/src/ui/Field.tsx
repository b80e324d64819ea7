// Form fields on native controls. They keep their own value: a form reads them once, when it is sent.
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";

export interface About {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
}

export function Field({
  label,
  hint,
  error,
  children,
}: About & { children: (ids: { id: string; describedBy?: string }) => ReactNode }) {
  const id = useId();
  const describedBy =
    [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className={error ? "field wrong" : "field"}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div className="error" id={`${id}-error`}>
          {error}
        </div>
      )}
      {children({ id, describedBy })}
    </div>
  );
}

export function TextField({
  label,
  hint,
  error,
  ...rest
}: About & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <input
          autoComplete="off"
          {...rest}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
        />
      )}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  ...rest
}: About & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <textarea
          rows={4}
          autoComplete="off"
          {...rest}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
        />
      )}
    </Field>
  );
}

export type Choice = readonly [value: string, label: string];

export function SelectField({
  label,
  hint,
  error,
  choices,
  empty,
  ...rest
}: About &
  SelectHTMLAttributes<HTMLSelectElement> & { choices: readonly Choice[]; empty?: string }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <select
          {...rest}
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
        >
          {empty !== undefined && <option value="">{empty}</option>}
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

// One of a few, all to be seen.
export function Radios({
  label,
  hint,
  error,
  name,
  choices,
  value,
  onChange,
  inline,
}: About & {
  name: string;
  choices: readonly Choice[];
  value?: string;
  onChange?: (value: string) => void;
  inline?: boolean;
}) {
  const id = useId();
  return (
    <fieldset
      className={error ? "field wrong" : "field"}
      aria-describedby={hint ? `${id}-hint` : undefined}
    >
      <legend>{label}</legend>
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && <div className="error">{error}</div>}
      <div className={inline ? "choices inline" : "choices"}>
        {choices.map(([code, text]) => (
          <label className="choice" key={code}>
            <input
              type="radio"
              name={name}
              value={code}
              {...(onChange
                ? { checked: value === code, onChange: () => onChange(code) }
                : { defaultChecked: value === code })}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Checkbox({ label, hint, ...rest }: About & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="field">
      <label className="choice">
        <input type="checkbox" {...rest} aria-describedby={hint ? `${id}-hint` : undefined} />
        <span>{label}</span>
      </label>
      {hint && (
        <div className="hint under-choice" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}

export function Checkboxes({
  label,
  hint,
  error,
  name,
  choices,
  chosen = [],
  onChange,
}: About & {
  name: string;
  choices: readonly Choice[];
  chosen?: readonly string[];
  onChange?: (chosen: string[]) => void;
}) {
  return (
    <fieldset
      className={error ? "field wrong" : "field"}
      onChange={({ currentTarget }) => {
        const ticked = currentTarget.querySelectorAll<HTMLInputElement>("input:checked");
        onChange?.([...ticked].map((one) => one.value));
      }}
    >
      <legend>{label}</legend>
      {hint && <div className="hint">{hint}</div>}
      {error && <div className="error">{error}</div>}
      <div className="choices">
        {choices.map(([code, text]) => (
          <label className="choice" key={code}>
            <input
              type="checkbox"
              name={name}
              value={code}
              defaultChecked={chosen.includes(code)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
