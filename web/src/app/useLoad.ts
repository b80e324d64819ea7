// Reading from the hub for a page: what was read stays on the screen while it is read again.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { oldest, watchAge } from "../api/age";
import { watchLive } from "../api/live";
import { refusalOf, type Refusal } from "../api/refusal";
import { useSession } from "./session";

export interface Loaded<T> {
  data: T | undefined;
  refusal: Refusal | undefined;
  loading: boolean;
  reload: () => void;
}

// `asOf`: the revision of what this stands beside. Once that is read anew, so is this.
export function useLoad<T>(
  read: (signal: AbortSignal) => Promise<T>,
  about: readonly unknown[],
  asOf?: bigint,
): Loaded<T> {
  const { signInsSeen, sessionEnded } = useSession();
  const [data, setData] = useState<T>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const latest = useRef(read);
  latest.current = read;
  const subject = JSON.stringify(about);
  const shown = useRef(subject);

  useEffect(() => {
    const abort = new AbortController();
    if (shown.current !== subject) {
      // Another case's file must not stand under this one's heading for even a moment.
      shown.current = subject;
      setData(undefined);
    }
    setLoading(true);
    latest.current(abort.signal).then(
      (value) => {
        if (abort.signal.aborted) return;
        setData(value);
        setRefusal(undefined);
        setLoading(false);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const refused = refusalOf(error);
        if (refused.reason === "UNAUTHENTICATED") sessionEnded();
        setRefusal(refused);
        setLoading(false);
      },
    );
    return () => abort.abort();
    // A new sign-in reads again what the old session could not.
  }, [subject, asOf, round, signInsSeen, sessionEnded]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  useWhileOld(reload);
  return { data, refusal, loading, reload };
}

// While something that is shown is old, `again` is called whenever pages are to be read again, as they
// are now and then (app/Shell), also on a page that does not follow otherwise what others do.
export function useWhileOld(again: () => void): void {
  const old = useSyncExternalStore(watchAge, () => oldest() !== undefined);
  // A watch of its own: the page may watch with the same function, and goes on to when this ends.
  useEffect(() => (old ? watchLive(() => again()) : undefined), [old, again]);
}

// All pages of a list, up to a sensible end.
export async function allPages<Item>(
  page: (token: string) => Promise<{ items: Item[]; next: string }>,
  most = 2000,
): Promise<Item[]> {
  const items: Item[] = [];
  let token = "";
  do {
    const answer = await page(token);
    items.push(...answer.items);
    token = answer.next;
  } while (token && items.length < most);
  return items;
}
