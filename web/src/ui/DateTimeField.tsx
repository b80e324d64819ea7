// A day and an hour, in East Africa Time on a 24-hour clock. The browser's own control for both shows
// hours as the device is set, "02:00 PM" on many; whoever counts hours from sunrise reads that wrong.
import { useEffect, useId, useRef, useState } from "react";
import { fromLocalInput, hourTyped } from "../api/time";
import { useI18n } from "../i18n";
import type { About } from "./Field";

// The form gets one value under `name`: "2026-11-25T14:05"; empty when neither is filled in. What is
// half typed or not an hour stands in it as typed, so that a draft keeps it.
export function DateTimeField({
  label,
  hint,
  error,
  name,
  required,
  defaultValue = "",
  maxDay,
}: About & { name: string; required?: boolean; defaultValue?: string; maxDay?: string }) {
  const { t, dateTime } = useI18n();
  const id = useId();
  const day = useRef<HTMLInputElement>(null);
  const hour = useRef<HTMLInputElement>(null);
  const both = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState("");
  // As the hub will have it: browsers show a day as the device is set, and 11/12 may be either.
  const [understands, setUnderstands] = useState(() => fromLocalInput(defaultValue));
  const [startDay = "", startHour = ""] = defaultValue.split("T");

  const check = () => {
    const typed = hour.current!.value.trim();
    const understood = hourTyped(typed);
    const some = day.current!.value !== "" || typed !== "";
    const noDay = (some || required) && !day.current!.value ? t.when.noDay : "";
    const badHour = typed && !understood ? t.when.badHour : "";
    const noHour = (some || required) && !typed ? t.when.noHour : "";
    day.current!.setCustomValidity(noDay);
    hour.current!.setCustomValidity(badHour || noHour);
    both.current!.value = some ? `${day.current!.value}T${understood ?? typed}` : "";
    setUnderstands(fromLocalInput(both.current!.value));
    return badHour || noDay || noHour;
  };
  useEffect(() => void check(), [t, required]);
  const typing = () => {
    const now = check();
    setWrong((before) => before && now);
  };
  // Told when one has left the field, and not at the first figure typed into it.
  const left = (what: HTMLInputElement) => {
    const understood = hourTyped(hour.current!.value);
    if (understood) hour.current!.value = understood;
    const now = check();
    const told = what === hour.current && hour.current.value !== "" ? now : now && wrong;
    setWrong(told);
  };
  const shown = wrong || error;
  const describedBy =
    [hint && `${id}-hint`, shown && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const common = {
    autoComplete: "off",
    onInput: typing,
    onBlur: (event: { currentTarget: HTMLInputElement }) => left(event.currentTarget),
    onInvalid: () => setWrong(check()),
    "aria-describedby": describedBy,
    "aria-invalid": shown ? true : undefined,
  } as const;

  return (
    <fieldset className={shown ? "field wrong" : "field"}>
      <legend>{label}</legend>
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {shown && (
        <div className="error" id={`${id}-error`} role={wrong ? "alert" : undefined}>
          {shown}
        </div>
      )}
      <div className="when">
        <div>
          <label htmlFor={`${id}-day`}>{t.when.day}</label>
          <input
            {...common}
            id={`${id}-day`}
            ref={day}
            type="date"
            max={maxDay}
            defaultValue={startDay}
          />
        </div>
        <div>
          <label htmlFor={`${id}-hour`}>{t.when.hour}</label>
          <input
            {...common}
            id={`${id}-hour`}
            className="hour"
            ref={hour}
            type="text"
            inputMode="numeric"
            placeholder="14:30"
            maxLength={5}
            defaultValue={startHour}
          />
        </div>
      </div>
      <p className="hint when-understood" aria-live="polite">
        {understands && dateTime(understands)}
      </p>
      {/* Without a value for React to put back: check() writes it. */}
      <input type="hidden" name={name} ref={both} />
    </fieldset>
  );
}
