import { useRef, useState } from "react";

export interface Page<Row, Head> {
  items: readonly Row[];
  next: string; // Token of the page after this; "": it is the last.
  head: Head; // What is said above the rows; the first page's stands.
}
type Ask<Row, Head> = (token: string) => Promise<Page<Row, Head>>;

// An answer that may be long: its first page when it is asked for, the rest as it is read on. What
// comes to an old question stands under no newer one.
export function usePaged<Row, Head>() {
  const [answer, setAnswer] = useState<Page<Row, Head> & { ask: Ask<Row, Head> }>();
  const latest = useRef<Ask<Row, Head>>(undefined);
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
