import { useState } from "react";
import { useLoad } from "../../app/useLoad";

export interface Listed<Row> {
  rows: readonly Row[];
  next: string; // Token of the page after this; "": it is the last.
  hidden: boolean; // There are more, which the reader is not shown.
  revision: bigint;
}

// The hub looks at so much for one page, and may find nothing in it and more behind it.
async function nextRows<Row>(
  read: (token: string) => Promise<Listed<Row>>,
  from: string,
): Promise<Listed<Row>> {
  let page = await read(from);
  while (page.rows.length === 0 && page.next) page = await read(page.next);
  return page;
}

// A list behind a figure: its first page, and the others as they are asked for.
export function useListed<Row>(
  read: (token: string) => Promise<Listed<Row>>,
  about: readonly unknown[],
) {
  const loaded = useLoad(() => nextRows(read, ""), about);
  const [longer, setLonger] = useState<{ first: Listed<Row>; all: Listed<Row> }>();
  // What was read on from another list's first page is of that list.
  const data = longer && longer.first === loaded.data ? longer.all : loaded.data;
  const more = async () => {
    const first = loaded.data;
    if (!first || !data) return;
    const page = await nextRows(read, data.next);
    setLonger({ first, all: { ...page, rows: [...data.rows, ...page.rows] } });
  };
  return { loaded: { ...loaded, data }, more };
}
