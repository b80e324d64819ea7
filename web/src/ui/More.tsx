// The button under a list that goes on. What keeps the rest away is said beside it.
import { useI18n } from "../i18n";
import { Button } from "./Button";
import { NotPrinted } from "./Print";
import { RefusalNotice } from "./States";
import { useAsk } from "./useAsk";

export function More({ more, left }: { more: () => Promise<void>; left?: number }) {
  const { t, number } = useI18n();
  const { busy, refusal, ask } = useAsk();
  return (
    <>
      {refusal && <RefusalNotice refusal={refusal} />}
      <Button busy={busy} onClick={() => void ask(more)}>
        {t.more}
        {left !== undefined && ` (${number(left)})`}
      </Button>
      <NotPrinted more={left} />
    </>
  );
}
