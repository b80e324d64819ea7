// The agencies of the county by id, read once: nearly every page names some.
import { useEffect, useSyncExternalStore } from "react";
import { allPages } from "../app/useLoad";
import { useSession } from "../app/session";
import type { Agency } from "../gen/rufaa/directory/v1/directory_pb";

let known: ReadonlyMap<string, Agency> = new Map();
let reading = false;
const watchers = new Set<() => void>();
const subscribe = (watch: () => void) => {
  watchers.add(watch);
  return () => watchers.delete(watch);
};

export async function readAgencies(): Promise<void> {
  if (reading) return;
  reading = true;
  try {
    const { directory } = await import("../api/directory");
    const agencies = await allPages(async (pageToken) => {
      const page = await directory.listAgencies({ pageSize: 500, pageToken });
      return { items: page.agencies, next: page.nextPageToken };
    });
    known = new Map(agencies.map((agency) => [agency.agency, agency]));
    watchers.forEach((watch) => watch());
  } catch {
    // Ids stand in for names until it can be read.
  } finally {
    reading = false;
  }
}

export interface Agencies {
  all: Agency[];
  get: (id: string) => Agency | undefined;
  name: (id: string) => string;
}

export function useAgencies(): Agencies {
  const { state } = useSession();
  const agencies = useSyncExternalStore(subscribe, () => known);
  useEffect(() => {
    if (state === "in" && known.size === 0) void readAgencies();
  }, [state]);
  return {
    all: [...agencies.values()].sort((a, b) => a.displayName.localeCompare(b.displayName)),
    get: (id) => agencies.get(id),
    name: (id) => agencies.get(id)?.displayName || id,
  };
}
