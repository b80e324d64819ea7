// Reporting a child where nobody can unlock the screen: it stays locked, and takes the report.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { act, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { access } from "../src/api/access";
import { noAnswer } from "../src/api/transport";
import { setSharedDevice } from "../src/app/device";
import { LockForm } from "../src/app/Lock";
import ReportApart from "../src/app/ReportApart";
import { WhoAmIResponseSchema } from "../src/gen/rufaa/access/v1/access_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";
import { until } from "./until";

const HOUR = 3600_000;
const lock = { locked: true, asked: false, hide: vi.fn(), unlock: vi.fn() };
const caller = { person: "p-1", role: "chv", subcounty: "003" };
const STILL = create(WhoAmIResponseSchema, { caller });
const sessionEnded = vi.fn();
const show = (page: ReactNode, state: string) =>
  shown(page, { state, signInsSeen: 0, caller, sessionEnded });

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
  await until(() => expect(place.querySelector("[name=password]")).not.toBeNull());
  expect(place.textContent).not.toContain(en.lock.awayReport);
  for (const field of place.querySelectorAll("input")) field.value = "theirs";
  place.querySelector("form")!.requestSubmit();
  await until(() => expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]));
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
  await until(() => expect(place.querySelector(".apart .task")).not.toBeNull());
  expect(localStorage.getItem("rufaa.locked")).toBe("idle");
});

it.each(["in", "ended"])("it is offered no longer once a network answers (%s)", async (state) => {
  const place = await unanswered(state);
  window.dispatchEvent(new Event("online"));
  await new Promise((done) => setTimeout(done, 50));
  expect(place.textContent).toContain(en.lock.awayReport);
  vi.spyOn(access, "whoAmI").mockResolvedValue(STILL);
  await until(() => {
    window.dispatchEvent(new Event("online"));
    expect(place.textContent).not.toContain(en.lock.awayReport);
  });
  expect(place.textContent).not.toContain(en.reasons.NO_ANSWER[0]);
  expect(lock.unlock).not.toHaveBeenCalled();
});

it("nor if the browser does not say that there is a network", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const place = await unanswered("in");
  vi.spyOn(access, "whoAmI").mockResolvedValue(STILL);
  // React may begin to ask only some time after it has shown that there was no answer.
  await until(() => {
    vi.advanceTimersByTime(20_000);
    expect(place.textContent).not.toContain(en.lock.awayReport);
  });
});

it("nor while it is unlocked once more", async () => {
  const place = await unanswered("in");
  vi.spyOn(access, "whoAmI").mockReturnValue(new Promise(() => {}));
  place.querySelector("form")!.requestSubmit();
  await until(() => expect(place.textContent).not.toContain(en.lock.awayReport));
});

it("a session that is found to be gone is to be signed in to again", async () => {
  const place = await unanswered("in");
  vi.spyOn(access, "whoAmI").mockRejectedValue(new ConnectError("", Code.Unauthenticated));
  await until(() => {
    window.dispatchEvent(new Event("online"));
    expect(sessionEnded).toHaveBeenCalled();
  });
  expect(place.textContent).not.toContain(en.reasons.NO_ANSWER[0]);
});

it("but not on a shared device, where nobody knows in whose name", async () => {
  setSharedDevice(true);
  expect((await unanswered("in")).textContent).not.toContain(en.lock.awayReport);
});
