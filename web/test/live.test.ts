import { expect, it, vi } from "vitest";
import { holdLive, pauseLive, watchLive } from "../src/api/live";
import { until } from "./until";

const calls: { afterPosition: bigint; signal: AbortSignal }[] = [];

// Tells position 7 and then nothing, until it is broken off.
async function* watch(asked: { afterPosition: bigint }, options: { signal: AbortSignal }) {
  calls.push({ afterPosition: asked.afterPosition, signal: options.signal });
  yield { position: 7n, reload: false, referralCodes: ["MSR-1"], caseCodes: [], counts: [] };
  await new Promise((_, fail) => options.signal.addEventListener("abort", fail));
}
vi.mock("../src/api/liveClient", () => ({
  live: { watch: (...given: Parameters<typeof watch>) => watch(...given) },
}));

it("a locked screen listens to nothing, and goes on where it was", async () => {
  let changes = 0;
  watchLive(() => changes++);
  await until(() => expect(changes).toBe(1));
  expect(calls).toHaveLength(1);

  pauseLive(true);
  expect(calls[0]?.signal.aborted).toBe(true);
  await until(() => expect(changes).toBe(1));
  expect(calls).toHaveLength(1);

  pauseLive(false);
  await until(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.afterPosition).toBe(7n);
  expect(calls[1]?.signal.aborted).toBe(false);
  await until(() => expect(changes).toBe(2));

  const close = holdLive();
  pauseLive(true);
  pauseLive(false);
  await until(() => expect(calls).toHaveLength(3));
  expect(changes, "an open form holds the page").toBe(2);
  close();
  expect(changes).toBe(3);
});
