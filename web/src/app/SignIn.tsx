import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { access } from "../api/access";
import { refusalOf, type Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { CodeField, codeIn, NEEDS_CODE } from "../ui/CodeField";
import { Checkbox, TextField } from "../ui/Field";
import { Notice } from "../ui/parts";
import { RefusalNotice } from "../ui/States";
import { isSharedDevice, isUnwiped, setSharedDevice } from "./device";
import { useSession } from "./session";
import { useAnswerAgain } from "./useAnswerAgain";
import { Mark } from "../ui/Mark";

// The first page, and the same form over a page whose session ran out.
export default function SignIn({
  over,
  unanswered,
}: {
  over?: boolean;
  // What can be done while the network gives no answer.
  unanswered?: ReactNode;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const { signedIn } = useSession();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useAnswerAgain(over ? refusal : undefined, setRefusal);

  useEffect(() => {
    if (!over) document.title = t.titleOf(t.signIn.kind);
    form.current?.querySelector("input")?.focus();
  }, [t, over]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(undefined);
    setSharedDevice(data.get("shared") === "on");
    try {
      const answer = await access.signIn({
        loginName: String(data.get("login")).trim(),
        password: String(data.get("password")),
        oneTimeCode: codeIn(data),
      });
      if (answer.caller)
        signedIn(
          answer.caller,
          answer.expireTime && new Date(Number(answer.expireTime.seconds) * 1000),
        );
    } catch (error) {
      const refused = refusalOf(error);
      // The password was right: what is missing is asked for, and nothing went wrong.
      if (refused.reason === NEEDS_CODE && !needsCode) setNeedsCode(true);
      else setRefusal(refused);
      setBusy(false);
    }
  };

  const fields = (
    <form className="sheet" ref={form} onSubmit={(event) => void submit(event)}>
      <h1 id="sign-in-title">{over ? t.signIn.again : t.signIn.title}</h1>
      <p className="lead">{over ? t.signIn.againHint : t.signIn.lead}</p>
      <br />
      {!over && isUnwiped() && (
        <Notice tone="warn" title={t.signIn.unwiped}>
          <p>{t.signIn.unwipedHelp}</p>
        </Notice>
      )}
      {refusal && <RefusalNotice refusal={refusal} />}
      <TextField
        label={t.signIn.login}
        name="login"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField
        label={t.signIn.password}
        name="password"
        type={shown ? "text" : "password"}
        autoComplete="current-password"
        required
      />
      {needsCode && <CodeField focus />}
      <Checkbox
        label={t.signIn.show}
        checked={shown}
        onChange={(event) => setShown(event.target.checked)}
      />
      <Checkbox
        label={t.signIn.shared}
        hint={t.signIn.sharedHint}
        name="shared"
        defaultChecked={isSharedDevice()}
      />
      <Button look="primary" type="submit" busy={busy}>
        {t.signIn.submit}
      </Button>
      {refusal?.reason === "NO_ANSWER" && unanswered}
      {!over && <p className="muted small sign-in-help">{t.signIn.lost}</p>}
    </form>
  );

  if (over) return fields;
  return (
    <>
      <header className="top">
        <div className="top-in">
          <span className="brand">
            <Mark />
            {t.appName}
          </span>
          <Button
            className="push"
            title={t.languageHint}
            lang={i18n.language === "en" ? "sw" : "en"}
            onClick={() => i18n.setLanguage(i18n.language === "en" ? "sw" : "en")}
          >
            {t.language}
          </Button>
        </div>
      </header>
      <main className="narrow" id="content">
        {fields}
      </main>
    </>
  );
}
