import { useEffect, useSyncExternalStore } from "react";
import { pauseLive } from "../api/live";
import { useI18n } from "../i18n";
import { useOutboxSender } from "../offline/useOutbox";
import { Button } from "../ui/Button";
import { Curtain } from "../ui/Curtain";
import { Page } from "../ui/Page";
import { LockForm } from "./Lock";
import { navigate, usePath } from "./router";
import { homeFor, routeFor } from "./routes";
import { useCaller, useSession } from "./session";
import { Shell } from "./Shell";
import { newShellWaits, takeNewShell, watchShell } from "./shellKeeper";
import { useLock } from "./useLock";

export default function SignedIn() {
  const { state } = useSession();
  const caller = useCaller();
  const path = usePath();
  const lock = useLock();
  useOutboxSender();

  useEffect(() => {
    if (path === "/") navigate(homeFor(caller.role), { replace: true });
  }, [caller, path]);

  const covered = lock.locked || state === "ended";
  useEffect(() => {
    pauseLive(covered);
    return () => pauseLive(true);
  }, [covered]);
  return (
    <>
      {/* What is open stays mounted behind the curtain, with everything typed into it. */}
      <div className={covered ? "behind" : undefined}>
        <NewShell />
        <Shell hide={lock.hide}>
          <CurrentPage path={path} />
        </Shell>
      </div>
      {covered && (
        <Curtain labelledBy="lock-title sign-in-title">
          <LockForm lock={lock} />
        </Curtain>
      )}
    </>
  );
}

function CurrentPage({ path }: { path: string }) {
  const found = routeFor(path);
  if (path === "/") return null;
  if (!found) return <Nowhere />;
  const { route, params } = found;
  return (
    <main id="content" className={route.narrow ? "narrow" : undefined}>
      <route.page key={path} params={params} />
    </main>
  );
}

function Nowhere() {
  const { t } = useI18n();
  const [title, help] = t.reasons.NOT_FOUND_OR_NOT_YOURS;
  return (
    <main id="content">
      <Page kind={t.appName} title={title} lead={help}>
        {null}
      </Page>
    </main>
  );
}

function NewShell() {
  const { t } = useI18n();
  const waits = useSyncExternalStore(watchShell, newShellWaits);
  if (!waits) return null;
  return (
    <div className="banner" role="status">
      {t.newVersion}{" "}
      <Button look="quiet" onClick={takeNewShell}>
        {t.takeOver}
      </Button>
    </div>
  );
}
