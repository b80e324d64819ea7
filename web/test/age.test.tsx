// While the hub's log does not answer, reads go on and tell their age: every page says as of when it is.
import { act, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { access } from "../src/api/access";
import { casework } from "../src/api/casework";
import { holdLive } from "../src/api/live";
import { referral } from "../src/api/referral";
import { navigate } from "../src/app/router";
import { Shell } from "../src/app/Shell";
import { useLoad } from "../src/app/useLoad";
import { en } from "../src/i18n/en";
import { shown } from "./shown";
import { until } from "./until";

const readAgencies = vi.hoisted(() => vi.fn(() => Promise.resolve(undefined)));
vi.mock("../src/directory/agencies", () => ({
  useAgencies: () => ({ all: [], name: String }),
  readAgencies,
}));
// Tells nothing.
vi.mock("../src/api/liveClient", () => ({
  live: { watch: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }) },
}));

const NOW = new Date("2026-11-24T12:00:00Z");

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ["Date", "setInterval", "clearInterval"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// What the gateway answers next, as Connect has it: trailers are headers with a prefix.
const answers = (body: object, ageMs?: number) =>
  vi.stubGlobal("fetch", () =>
    Promise.resolve(
      new Response(JSON.stringify(body), {
        headers: {
          "Content-Type": "application/json",
          ...(ageMs === undefined ? {} : { "Trailer-rufaa-age-ms": String(ageMs) }),
        },
      }),
    ),
  );

async function shell(page: ReactNode) {
  const place = await shown(<Shell hide={() => undefined}>{page}</Shell>, {
    state: "in",
    signInsSeen: 0,
    caller: { person: "p-1", agency: "a", role: "childrens_officer" },
  });
  return () => place.querySelector(".banner")?.textContent;
}

it("what is read while the log does not answer says as of when it is, until it answers", async () => {
  const banner = await shell(null);
  const read = () => act(async () => void (await referral.listWorklist({})));

  answers({ revision: "7" }, 29_000);
  await read();
  expect(banner(), "so old a reading may be while all is well").toBeUndefined();
  answers({ revision: "7" }, 25 * 60_000);
  await read();
  expect(banner()).toContain("14:35 EAT");
  expect(banner()).toBe(en.logAway("24 Nov 2026, 14:35 EAT"));
  answers({ caller: { person: "p-1" } });
  await act(async () => void (await access.whoAmI({})));
  expect(banner(), "what is not read from the log says nothing of it").toContain("14:35 EAT");
  answers({ revision: "8" });
  await read();
  expect(banner()).toBeUndefined();
});

it("each service is as old as its own last reply, and the oldest counts", async () => {
  const banner = await shell(null);
  answers({ revision: "7" }, 25 * 60_000);
  await act(async () => void (await referral.listWorklist({})));
  answers({ revision: "8" });
  await act(async () => void (await casework.getCase({})));
  expect(banner(), "another service's reply says nothing of it").toContain("14:35 EAT");
  answers({ revision: "8" }, 60_000);
  await act(async () => void (await casework.getCase({})));
  expect(banner()).toContain("14:35 EAT");
  answers({ revision: "9" });
  await act(async () => void (await referral.listWorklist({})));
  expect(banner()).toContain("14:59 EAT");

  vi.stubGlobal("scrollTo", () => undefined);
  act(() => navigate("/work"));
  expect(banner(), "of another page nothing is known yet").toBeUndefined();
});

// What React has to do is done before each look.
const untilShown = (check: () => void) =>
  until(async () => {
    await act(async () => undefined);
    check();
  });

function Beside() {
  useLoad(() => referral.listWorklist({}), ["work"], 7n);
  return null;
}

it("what is old is read again each half minute, and the line goes once the log answers", async () => {
  answers({ revision: "7" }, 25 * 60_000);
  const banner = await shell(<Beside />);
  await untilShown(() => expect(banner()).toContain("14:35 EAT"));
  answers({ revision: "7" });
  const close = holdLive();
  await act(async () => void vi.advanceTimersByTime(30_000));
  expect(banner(), "an open form holds the page").toContain("14:35 EAT");
  act(close);
  await untilShown(() => expect(banner()).toBeUndefined());
  expect(readAgencies).toHaveBeenCalled();
});
