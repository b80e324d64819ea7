import { useState, type FormEvent } from "react";
import { navigate } from "../app/router";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";

// A code read out on the phone, typed as it is heard.
export function FindCode() {
  const { t } = useI18n();
  const [wrong, setWrong] = useState(false);
  const go = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"))
      .toUpperCase()
      .replace(/[\s–—_]+/g, "-")
      .replace(/^-|-$/g, "");
    if (/^[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{2}$/.test(code)) navigate(`/c/${code}`);
    else if (/^[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(code)) navigate(`/r/${code}`);
    else setWrong(true);
  };
  return (
    <form className="find" onSubmit={go} role="search">
      <label className="sr-only" htmlFor="find-code">
        {t.work.find}
      </label>
      <input
        id="find-code"
        name="code"
        className="short"
        placeholder={t.work.findHint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? "find-wrong" : undefined}
        onInput={() => setWrong(false)}
      />
      <Button type="submit">{t.open}</Button>
      {wrong && (
        <p className="error" id="find-wrong" role="alert">
          {t.work.findWrong}
        </p>
      )}
    </form>
  );
}
