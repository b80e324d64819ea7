import { useState } from "react";
import { useI18n } from "../i18n";
import { countUnsent } from "../offline/outbox";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { useCaller, useSession } from "./session";

// Signing out wipes this device, so somebody with unfinished or unsent reports is asked first.
export function SignOut() {
  const { t } = useI18n();
  const { signOut } = useSession();
  const { person } = useCaller();
  const [unsent, setUnsent] = useState(0);

  const leave = async () => {
    // What can't be read can't be asked about either: who wants to leave must be able to.
    const waiting = await countUnsent(person).catch(() => 0);
    if (waiting > 0) setUnsent(waiting);
    else await signOut();
  };

  return (
    <>
      <Button look="quiet" onClick={() => void leave()}>
        {t.signOut}
      </Button>
      {unsent > 0 && (
        <Dialog title={t.signOut} onClose={() => setUnsent(0)}>
          <p>{t.signOutUnsent(unsent)}</p>
          <div className="buttons">
            <Button look="primary" onClick={() => setUnsent(0)}>
              {t.stay}
            </Button>
            <Button look="warning" onClick={() => void signOut()}>
              {t.signOutAnyway}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
