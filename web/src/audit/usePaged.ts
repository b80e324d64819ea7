import { useCallback, useRef, useState, type Dispatch, type SetStateAction } from "react";
import { othersAreOld } from "../api/age";
import { useWhileOld } from "../app/useLoad";
import { AuditService } from "../gen/rufaa/audit/v1/audit_service_pb";

export interface Page<Row, Head> {
  items: readonly Row[];
  next: string; // Token of the page after this; "": it is the last.
  head: Head; // What is said above the rows; the first page's stands.
}
type Ask<Row, Head> = (token: string) => Promise<Page<Row, Head>>;
type Answer<Row, Head> = Page<Row, Head> & { ask: Ask<Row, Head> };

// An answer that may be long: its first page when it is asked for, the rest as it is read on. What
// comes to an old question stands under no newer one.
export function usePaged<Row, Head>() {
  const [answer, setAnswer] = useState<Answer<Row, Head>>();
  const latest = useRef<Ask<Row, Head>>(undefined);
  useAskedAgain(answer, setAnswer);
  return {
    items: answer?.items,
    next: answer?.next ?? "",
    head: answer?.head,
    ask: async (ask: Ask<Row, Head>) => {
      latest.current = ask;
      const page = await ask("");
      if (latest.current === ask) setAnswer({ ...page, ask });
    },
    more: async () => {
      if (!answer) return;
      const { items, next } = await answer.ask(answer.next);
      setAnswer((now) =>
        now === answer ? { ...answer, items: [...answer.items, ...items], next } : now,
      );
    },
  };
}

// An old answer is asked for again, as far as it was read, and not over and over: who asks is entered
// in the access book. So not before the other services, of which the shell reads one now and then, are
// of now again.
function useAskedAgain<Row, Head>(
  answer: Answer<Row, Head> | undefined,
  setAnswer: Dispatch<SetStateAction<Answer<Row, Head> | undefined>>,
): void {
  const again = useCallback(async () => {
    if (!answer || othersAreOld(AuditService.typeName)) return;
    const { ask, items } = answer;
    let page = await ask("");
    while (page.items.length < items.length && page.next) {
      const { items: more, next } = await ask(page.next);
      page = { ...page, items: [...page.items, ...more], next };
    }
    setAnswer((now) => (now === answer ? { ...page, ask } : now));
  }, [answer, setAnswer]);
  // Who is refused it keeps what there is, and its line.
  useWhileOld(useCallback(() => void again().catch(() => undefined), [again]));
}
