// One stream for all tabs: who holds the lock, from where it listens, and when it hangs up.
import { beforeEach, expect, it, vi } from "vitest";
import { until } from "./until";

interface Call {
  afterPosition: bigint;
  signal: AbortSignal;
  // A change, as of this position.
  tell: (position: bigint) => void;
  // Nothing but so many of one of the worklists.
  count: (many: number) => void;
}
const calls: Call[] = [];

// Says that it is there, and then what the test says, until it is broken off.
async function* watch(asked: { afterPosition: bigint }, options: { signal: AbortSignal }) {
  const answer = {
    position: asked.afterPosition,
    reload: false,
    referralCodes: [],
    caseCodes: [],
    counts: [] as { queue: number; count: number }[],
  };
  const told: Partial<typeof answer>[] = [];
  let more = () => {};
  const broken = new Promise<never>((_, fail) => options.signal.addEventListener("abort", fail));
  broken.catch(() => undefined);
  const say = (what: Partial<typeof answer>) => {
    told.push(what);
    more();
  };
  calls.push({
    afterPosition: asked.afterPosition,
    signal: options.signal,
    tell: (position) => say({ position, reload: true }),
    count: (count) => say({ counts: [{ queue: 2, count }] }),
  });
  yield answer;
  for (;;) {
    const what = told.shift();
    if (what) yield { ...answer, ...what };
    else await Promise.race([broken, new Promise<void>((done) => (more = done))]);
  }
}
vi.mock("../src/api/liveClient", () => ({
  live: { watch: (...given: Parameters<typeof watch>) => watch(...given) },
}));

// The browser's lock: one holder, and the others in a row.
let row: Promise<unknown> = Promise.resolve();
const request = (_: string, held: () => Promise<unknown>) => (row = row.then(held));

// A tab of its own, as far as modules go, whose page has read as of `read`.
async function tab(read: bigint) {
  vi.resetModules();
  const { raise } = await import("../src/api/revision");
  raise(read);
  const { pauseLive, watchLive } = await import("../src/api/live");
  let changes = 0;
  watchLive(() => changes++);
  return { pause: pauseLive, changes: () => changes, read: raise };
}

beforeEach(() => {
  calls.length = 0;
  row = Promise.resolve();
  Object.defineProperty(navigator, "locks", { value: { request }, configurable: true });
});

it("a tab that is locked lets another one listen", async () => {
  const first = await tab(40n);
  await until(() => expect(calls).toHaveLength(1));
  expect(calls[0]?.afterPosition, "from what the page has read, not from now").toBe(40n);

  const second = await tab(43n);
  first.pause(true);
  await until(() => expect(calls).toHaveLength(2));
  expect(calls[0]?.signal.aborted).toBe(true);
  expect(calls[1]?.afterPosition).toBe(43n);
  calls[1]?.tell(44n);
  await until(() => expect(second.changes()).toBe(1));

  // Who was locked listens again when its turn comes, and is told meanwhile.
  first.pause(false);
  await until(() => expect(first.changes()).toBe(1));
  calls[1]?.tell(45n);
  await until(() => expect(first.changes()).toBe(2));
  second.pause(true);
  await until(() => expect(calls).toHaveLength(3));
  expect(calls[2]?.afterPosition).toBe(45n);
  first.pause(true);
});

it("who takes over goes on from what was told, not from what it read since", async () => {
  const first = await tab(40n);
  const second = await tab(40n);
  await until(() => expect(calls).toHaveLength(1));
  calls[0]?.tell(41n);
  await until(() => expect(second.changes()).toBe(1));
  // Of something else than what changed at 42.
  second.read(43n);
  first.pause(true);
  await until(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.afterPosition).toBe(41n);
  second.pause(true);
});

it("a stream that says nothing for too long is opened anew", async () => {
  vi.useFakeTimers();
  const { pause } = await tab(0n);
  await vi.advanceTimersByTimeAsync(0);
  await until(() => expect(calls).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(40_000);
  expect(calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(calls[0]?.signal.aborted).toBe(true);
  await until(() => expect(calls).toHaveLength(2));
  pause(true);
  vi.useRealTimers();
});

it("what is told to a locked screen makes it read nothing until it is unlocked", async () => {
  const { pause, changes } = await tab(0n);
  await until(() => expect(calls).toHaveLength(1));
  pause(true);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(changes()).toBe(0);
  pause(false);
  expect(changes()).toBe(1);
  pause(true);
});

it("counts that are not what was last told are a change, also to who takes over", async () => {
  const first = await tab(40n);
  const second = await tab(40n);
  await until(() => expect(calls).toHaveLength(1));
  // The page has just read what the first ones are of.
  calls[0]?.count(3);
  calls[0]?.count(3);
  calls[0]?.count(4);
  await until(() => expect([first.changes(), second.changes()]).toEqual([1, 1]));
  first.pause(true);
  await until(() => expect(calls).toHaveLength(2));
  calls[1]?.count(4);
  calls[1]?.count(5);
  await until(() => expect(second.changes()).toBe(2));
  second.pause(true);
});
