import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type FormEvent,
  type ReactNode,
} from "react";
import { access } from "../api/access";
import { refusalOf, type Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { Button } from "../ui/Button";
import { CodeField, codeIn, NEEDS_CODE } from "../ui/CodeField";
import { TextField } from "../ui/Field";
import { later } from "../ui/later";
import { RefusalNotice } from "../ui/States";
import { isSharedDevice } from "./device";
import { isStill } from "./samePerson";
import { useCaller, useSession } from "./session";
import { SignOut } from "./SignOut";
import { useAnswerAgain } from "./useAnswerAgain";
import type { Lock } from "./useLock";

const SignIn = later<{ over?: boolean; unanswered?: ReactNode }>(() => import("./SignIn"), null);
const ReportApart = later<{ back: () => void }>(() => import("./ReportApart"), null);

// Stands over the page until its user proves to be there again: by the password, or, once the session
// is gone, by signing in.
export function LockForm({ lock }: { lock: Lock }) {
  const { t } = useI18n();
  const { state, sessionEnded, somebodyElse } = useSession();
  const { person } = useCaller();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [apart, setApart] = useState(false);
  const back = useCallback(() => setApart(false), []);
  const form = useRef<HTMLFormElement>(null);
  useAnswerAgain(refusal, setRefusal);
  useEffect(() => {
    form.current?.querySelector("input")?.focus();
  }, [apart]);

  const unlock = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const password = String(data.get("password"));
    setBusy(true);
    setRefusal(undefined);
    try {
      if (!(await isStill(person))) return somebodyElse();
      await access.stepUp({ password, oneTimeCode: codeIn(data) });
      lock.unlock();
    } catch (error) {
      const refused = refusalOf(error);
      if (refused.reason === "UNAUTHENTICATED") sessionEnded();
      else if (refused.reason === NEEDS_CODE && !needsCode) setNeedsCode(true);
      else setRefusal(refused);
    } finally {
      setBusy(false);
    }
  };
  if (apart) return <ReportApart back={back} />;
  const report = <AwayReport go={() => setApart(true)} />;
  if (state === "ended") return <SignIn over unanswered={report} />;

  return (
    <form className="sheet" ref={form} onSubmit={(event) => void unlock(event)}>
      <h1 id="lock-title">{t.lock.title}</h1>
      <p>{lock.asked ? t.lock.hidden : t.lock.why}</p>
      {refusal && <RefusalNotice refusal={refusal} />}
      <TextField
        label={t.signIn.password}
        name="password"
        type="password"
        required
        autoComplete="current-password"
      />
      {needsCode && <CodeField focus />}
      <div className="buttons">
        <Button look="primary" type="submit" busy={busy}>
          {t.lock.unlock}
        </Button>
        <SignOut />
      </div>
      {(state === "away" || refusal?.reason === "NO_ANSWER") && report}
    </form>
  );
}

function AwayReport({ go }: { go: () => void }) {
  const { t } = useI18n();
  // Of a shared device nobody knows in whose name it would be.
  if (isSharedDevice()) return null;
  return (
    <div className="stack">
      <p className="muted">{t.lock.away}</p>
      <Button onClick={go}>{t.lock.awayReport}</Button>
    </div>
  );
}
