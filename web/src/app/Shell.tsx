import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { forgetAges, oldest, watchAge } from "../api/age";
import { tell, watchLive } from "../api/live";
import { watchAnswers } from "../api/transport";
import { useI18n } from "../i18n";
import { readAgencies, useAgencies } from "../directory/agencies";
import { Button } from "../ui/Button";
import { Mark } from "../ui/Mark";
import { PrintMark } from "../ui/Print";
import { Link, usePath } from "./router";
import { navFor } from "./routes";
import { useCaller, useSession } from "./session";
import { SignOut } from "./SignOut";

// What stands around every page: who is here, where one can go, and how to hide it all.
export function Shell({ hide, children }: { hide: () => void; children: ReactNode }) {
  const { t, dateTime, language, setLanguage } = useI18n();
  const { state } = useSession();
  const caller = useCaller();
  const agencyName = useAgencies().name;
  const path = usePath();
  const roles: Record<string, string> = t.roles;
  const answered = useAnswered();
  const asOf = useAsOf(path);

  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <header className="top">
        <div className="top-in">
          <Link className="brand" href="/">
            <Mark />
            {t.appName}
          </Link>
          <span className="who">
            {agencyName(caller.agency)}
            <br />
            {roles[caller.role] ?? caller.role}
          </span>
          <Button onClick={hide} title={t.hideHint}>
            {t.hide}
          </Button>
        </div>
      </header>
      <nav className="nav" aria-label={t.nav.label}>
        <ul>
          {navFor(caller.role).map((key) => (
            <li key={key}>
              <Link href={`/${key}`} aria-current={path === `/${key}` ? "page" : undefined}>
                {t.nav[key]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {(state === "away" || !answered) && (
        <div className="banner" role="status">
          {t.offline}
        </div>
      )}
      {asOf && (
        <div className="banner" role="status">
          {t.logAway(dateTime(asOf))}
        </div>
      )}
      {children}
      <PrintMark />
      <footer className="foot">
        <div className="foot-in">
          <Button
            look="quiet"
            lang={language === "en" ? "sw" : "en"}
            title={t.languageHint}
            onClick={() => setLanguage(language === "en" ? "sw" : "en")}
          >
            {t.language}
          </Button>
          <Link href="/account">{t.settings.title}</Link>
          <SignOut />
        </div>
      </footer>
    </>
  );
}

const READ_AGAIN_MS = 30_000;

// As of when the oldest is that the page at `path` shows. Nobody tells that the log answers again, so
// it is read again from time to time, and so are the names of the agencies, which no page reads.
function useAsOf(path: string): Date | undefined {
  const asOf = useSyncExternalStore(watchAge, oldest);
  useEffect(forgetAges, [path]);
  const old = asOf !== undefined;
  useEffect(() => {
    if (!old) return;
    const unwatch = watchLive(() => void readAgencies());
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") tell();
    }, READ_AGAIN_MS);
    return () => {
      clearInterval(timer);
      unwatch();
    };
  }, [old]);
  return asOf;
}

function useAnswered(): boolean {
  const [answered, setAnswered] = useState(true);
  useEffect(() => watchAnswers(setAnswered), []);
  return answered;
}
