import { useEffect, useRef } from "react";
import { useI18n } from "../i18n";
import { TextField } from "./Field";

// Asked for once the hub says that the account has one-time codes.
export function CodeField({ focus }: { focus?: boolean }) {
  const { t } = useI18n();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) place.current?.querySelector("input")?.focus();
  }, [focus]);
  return (
    <div ref={place}>
      <TextField
        label={t.signIn.code}
        hint={t.signIn.codeHint}
        name="code"
        className="short"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        required
      />
    </div>
  );
}

export const NEEDS_CODE = "ONE_TIME_CODE_NEEDED";

// Six digits, however they were typed: authenticators show them in two groups.
export const codeIn = (data: FormData): string =>
  String(data.get("code") ?? "").replace(/\s/g, "");
