// How old may be what was read: the hub tells it with a reply while that service's log does not answer.
// Each service reads the log for itself, so each is as old as its own last reply.
const ages = new Map<string, Date>();
const watchers = new Set<() => void>();
let shown: Date | undefined;

// As of when the oldest is; undefined: each is of its moment.
export const oldest = (): Date | undefined => shown;

export function watchAge(watch: () => void): () => void {
  watchers.add(watch);
  return () => watchers.delete(watch);
}

function tell(): void {
  const first = [...ages.values()].sort((a, b) => a.getTime() - b.getTime())[0];
  if (first?.getTime() === shown?.getTime()) return;
  shown = first;
  watchers.forEach((watch) => watch());
}

// Whether another service than `service` told so, too.
export const othersAreOld = (service: string): boolean =>
  [...ages.keys()].some((one) => one !== service);

// `asOf` undefined: the reply was of its moment.
export function noteAge(service: string, asOf: Date | undefined): void {
  if (asOf) ages.set(service, asOf);
  else ages.delete(service);
  tell();
}

// Another page reads for itself what it shows.
export function forgetAges(): void {
  ages.clear();
  tell();
}
