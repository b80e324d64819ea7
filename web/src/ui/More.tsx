// The button under a list that goes on. What keeps the rest away is said beside it.
import { useState } from "react";
import { isSignedOut, refusalOf, type Refusal } from "../api/refusal";
import { useSession } from "../app/session";
import { useI18n } from "../i18n";
import { Button } from "./Button";
import { NotPrinted } from "./Print";
import { RefusalNotice } from "./States";

export function More({ more, left }: { more: () => Promise<void>; left?: number }) {
  const { t, number } = useI18n();
  const { sessionEnded } = useSession();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    await more().then(
      () => setRefusal(undefined),
      (error: unknown) => {
        const refused = refusalOf(error);
        if (isSignedOut(refused)) sessionEnded();
        setRefusal(refused);
      },
    );
    setBusy(false);
  };
  return (
    <>
      {refusal && <RefusalNotice refusal={refusal} />}
      <Button busy={busy} onClick={() => void ask()}>
        {t.more}
        {left !== undefined && ` (${number(left)})`}
      </Button>
      <NotPrinted more={left} />
    </>
  );
}
