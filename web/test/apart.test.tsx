// Reporting a child where nobody can unlock the screen: it stays locked, and takes the report.
import { act, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { access } from "../src/api/access";
import { noAnswer } from "../src/api/transport";
import { setSharedDevice } from "../src/app/device";
import { LockForm } from "../src/app/Lock";
import ReportApart from "../src/app/ReportApart";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

const HOUR = 3600_000;
const lock = { locked: true, asked: false, hide: vi.fn(), unlock: vi.fn() };
const show = (page: ReactNode, state: string) =>
  shown(page, { state, signInsSeen: 0, caller: { person: "p-1", role: "chv", subcounty: "003" } });

beforeEach(() => {
  localStorage.clear();
  // As idleness locks it.
  localStorage.setItem("rufaa.active", String(Date.now() - HOUR));
  localStorage.setItem("rufaa.locked", "idle");
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("a screen that idleness locked stays locked, and with whoever reports until nobody is there", async () => {
  vi.useFakeTimers();
  const back = vi.fn();
  const place = await show(<ReportApart back={back} />, "away");
  expect(place.querySelector(".task")).not.toBeNull();
  expect(back).not.toHaveBeenCalled();
  expect(localStorage.getItem("rufaa.locked")).toBe("idle");
  await act(async () => vi.advanceTimersByTime(HOUR));
  expect(back).toHaveBeenCalled();
});

// The parts of the lock come when they come.
async function unanswered(state: string): Promise<HTMLElement> {
  vi.spyOn(access, "whoAmI").mockRejectedValue(noAnswer());
  vi.spyOn(access, "signIn").mockRejectedValue(noAnswer());
  const place = await show(<LockForm lock={lock} />, state);
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await vi.waitFor(() => expect(place.querySelector("[name=password]")).not.toBeNull());
  expect(place.textContent).not.toContain(en.lock.awayReport);
  for (const field of place.querySelectorAll("input")) field.value = "theirs";
  place.querySelector("form")!.requestSubmit();
  await vi.waitFor(() => expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]));
  return place;
}
afterEach(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true }));

it.each([
  ["is locked", "in"],
  ["ended under an open page", "ended"],
])("a session that %s reports a child while the network gives no answer", async (_, state) => {
  const place = await unanswered(state);
  const report = [...place.querySelectorAll("button")].find(
    (one) => one.textContent === en.lock.awayReport,
  );
  report!.click();
  await vi.waitFor(() => expect(place.querySelector(".apart .task")).not.toBeNull());
  expect(localStorage.getItem("rufaa.locked")).toBe("idle");
});

it("but not on a shared device, where nobody knows in whose name", async () => {
  setSharedDevice(true);
  expect((await unanswered("in")).textContent).not.toContain(en.lock.awayReport);
});
