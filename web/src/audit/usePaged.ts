import { useState } from "react";

export interface Page<Row> {
  items: readonly Row[];
  next: string; // Token of the page after this; "": it is the last.
}
type Ask<Row> = (token: string) => Promise<Page<Row>>;

// An answer that may be long: its first page when it is asked for, the rest as it is read on.
export function usePaged<Row>() {
  const [asked, setAsked] = useState<Ask<Row>>();
  const [items, setItems] = useState<readonly Row[]>();
  const [next, setNext] = useState("");
  return {
    items,
    next,
    ask: async (ask: Ask<Row>) => {
      const page = await ask("");
      setAsked(() => ask);
      setItems(page.items);
      setNext(page.next);
    },
    more: async () => {
      const page = await asked!(next);
      setItems((before) => [...(before ?? []), ...page.items]);
      setNext(page.next);
    },
  };
}
