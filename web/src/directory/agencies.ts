// The agencies of the county by id, read once: nearly every page names some.
import { useEffect, useSyncExternalStore } from "react";
import { allPages } from "../app/useLoad";
import { isSignedOut, refusalOf, type Refusal } from "../api/refusal";
import { useSession } from "../app/session";
import type { Agency } from "../gen/rufaa/directory/v1/directory_pb";

let known: ReadonlyMap<string, Agency> = new Map();
let refused: Refusal | undefined;
let reading = false;
const watchers = new Set<() => void>();
const subscribe = (watch: () => void) => {
  watchers.add(watch);
  return () => watchers.delete(watch);
};

// Why they could not be read, if they could not.
export async function readAgencies(): Promise<Refusal | undefined> {
  if (reading) return undefined;
  reading = true;
  try {
    const { directory } = await import("../api/directory");
    const agencies = await allPages(async (pageToken) => {
      const page = await directory.listAgencies({ pageSize: 500, pageToken });
      return { items: page.agencies, next: page.nextPageToken };
    });
    known = new Map(agencies.map((agency) => [agency.agency, agency]));
    refused = undefined;
  } catch (error) {
    // Ids stand in for names until it can be read.
    refused = refusalOf(error);
  } finally {
    reading = false;
  }
  watchers.forEach((watch) => watch());
  return refused;
}

export interface Agencies {
  all: Agency[];
  refusal: Refusal | undefined; // Why there are none yet, or no newer.
  get: (id: string) => Agency | undefined;
  name: (id: string) => string;
}

export function useAgencies(): Agencies {
  const { state, sessionEnded } = useSession();
  const agencies = useSyncExternalStore(subscribe, () => known);
  const refusal = useSyncExternalStore(subscribe, () => refused);
  useEffect(() => {
    if (state !== "in" || known.size > 0) return;
    // Of this reading alone: what an ended session was told says nothing of the next one.
    void readAgencies().then((told) => {
      if (told && isSignedOut(told)) sessionEnded();
    });
  }, [state, sessionEnded]);
  return {
    all: [...agencies.values()].sort((a, b) => a.displayName.localeCompare(b.displayName)),
    refusal,
    get: (id) => agencies.get(id),
    name: (id) => agencies.get(id)?.displayName || id,
  };
}
