import { useRef, useState } from "react";
import { useLoad } from "../../app/useLoad";

export interface Listed<Row> {
  rows: readonly Row[];
  next: string; // Token of the page after this; "": it is the last.
  hidden: boolean; // There are more, which the reader is not shown.
  revision: bigint;
}

type Read<Row> = (token: string) => Promise<Listed<Row>>;

// The hub looks at so much for one page, and may find nothing in it and more behind it.
async function nextRows<Row>(read: Read<Row>, from: string): Promise<Listed<Row>> {
  let page = await read(from);
  while (page.rows.length === 0 && page.next) page = await read(page.next);
  return page;
}

async function andNext<Row>(read: Read<Row>, before: Listed<Row>): Promise<Listed<Row>> {
  const page = await nextRows(read, before.next);
  return { ...page, rows: [...before.rows, ...page.rows] };
}

// A list behind a figure: its first page, and the others as they are asked for. Read again, it is as
// long as it was.
export function useListed<Row>(read: Read<Row>, about: readonly unknown[]) {
  const list = JSON.stringify(about);
  const length = useRef({ list, rows: 0 });
  const loaded = useLoad(async () => {
    const least = length.current.list === list ? length.current.rows : 0;
    let all = await nextRows(read, "");
    while (all.rows.length < least && all.next) all = await andNext(read, all);
    return all;
  }, about);
  const [longer, setLonger] = useState<{ first: Listed<Row>; all: Listed<Row> }>();
  // What was read on from another list's first page is of that list.
  const data = longer && longer.first === loaded.data ? longer.all : loaded.data;
  const more = async () => {
    const first = loaded.data;
    if (!first || !data) return;
    const all = await andNext(read, data);
    length.current = { list, rows: all.rows.length };
    setLonger({ first, all });
  };
  return { loaded: { ...loaded, data }, more };
}
