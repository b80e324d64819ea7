// While the hub's log does not answer, reads go on and tell their age: every page says as of when it is.
import { act, useEffect, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createClient } from "@connectrpc/connect";
import { access } from "../src/api/access";
import { audit } from "../src/api/audit";
import { casework } from "../src/api/casework";
import { holdLive, tell, watchLive } from "../src/api/live";
import { referral } from "../src/api/referral";
import { transport } from "../src/api/transport";
import { navigate } from "../src/app/router";
import { Shell } from "../src/app/Shell";
import { useLoad } from "../src/app/useLoad";
import { usePaged } from "../src/audit/usePaged";
import { AuditService } from "../src/gen/rufaa/audit/v1/audit_service_pb";
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
  vi.restoreAllMocks();
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

const hide = (hidden: boolean) =>
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(hidden ? "hidden" : "visible");

function Page({ asOf, follows }: { asOf?: bigint; follows: boolean }) {
  const { reload } = useLoad(() => referral.listWorklist({}), ["work"], asOf);
  useEffect(() => (follows ? watchLive(reload) : undefined), [follows, reload]);
  return null;
}

it.each([
  ["stands beside something", 7n, false],
  ["follows what others do", undefined, true],
  ["follows nothing", undefined, false],
])("what %s is read again while it is old and in sight, until the log answers", async (_, asOf, follows) => {
  answers({ revision: "7" }, 25 * 60_000);
  const banner = await shell(<Page asOf={asOf} follows={follows} />);
  await untilShown(() => expect(banner()).toContain("14:35 EAT"));
  answers({ revision: "7" });
  const asked = vi.spyOn(referral, "listWorklist");
  const halfMinute = () => act(async () => void vi.advanceTimersByTime(30_000));
  hide(true);
  await halfMinute();
  expect(asked, "nobody sees it").not.toHaveBeenCalled();
  hide(false);
  const close = holdLive();
  await halfMinute();
  expect(banner(), "an open form holds the page").toContain("14:35 EAT");
  act(close);
  await untilShown(() => expect(banner()).toBeUndefined());
  expect(readAgencies).toHaveBeenCalled();
  asked.mockClear();
  await halfMinute();
  expect(asked, "what is of now is left alone").not.toHaveBeenCalled();
  await act(async () => tell());
  expect(asked, "as before").toHaveBeenCalledTimes(follows ? 1 : 0);
});

// Two pages of a trail, of which the second is read on demand.
function Answer() {
  const { items, next, ask, more } = usePaged<bigint, null>();
  const read = async (pageToken: string) => {
    const page = await audit.getTrail({ pageToken });
    const items = page.entries.map((entry) => entry.position);
    return { items, next: page.nextPageToken, head: null };
  };
  return (
    <>
      <p id="answer">{items?.join()}</p>
      <button onClick={() => void (next ? more() : ask(read))} />
    </>
  );
}

it("an old answer about who did what is asked for again once, when the log answers, and as far as it was read", async () => {
  const banner = await shell(<Answer />);
  const shownAnswer = () => document.querySelector("#answer")!.textContent;
  const click = () => act(async () => document.querySelector<HTMLElement>("#answer + button")!.click());
  const old = 25 * 60_000;
  answers({ revision: "7", entries: [{ position: "5" }], nextPageToken: "on" }, old);
  await click();
  await untilShown(() => expect(shownAnswer()).toBe("5"));
  answers({ revision: "7", entries: [{ position: "4" }] }, old);
  await click();
  await untilShown(() => expect(shownAnswer()).toBe("5,4"));
  answers({ revision: "7" }, old);
  await act(async () => void (await referral.listWorklist({})));
  const asked = vi.spyOn(audit, "getTrail");
  const halfMinute = () => act(async () => void vi.advanceTimersByTime(30_000));
  await halfMinute();
  await halfMinute();
  expect(asked, "each asking is recorded").not.toHaveBeenCalled();
  expect(banner()).toContain("14:35 EAT");

  answers({ revision: "9" });
  await act(async () => void (await referral.listWorklist({})));
  expect(banner(), "the answer is still as of then").toContain("14:35 EAT");
  const pages = [
    { revision: "9", entries: [{ position: "8" }], nextPageToken: "on" },
    { revision: "9", entries: [{ position: "5" }], nextPageToken: "further" },
  ];
  asked.mockImplementation(async ({ pageToken }) => {
    answers(pages[pageToken ? 1 : 0]!);
    return createClient(AuditService, transport).getTrail({ pageToken });
  });
  await halfMinute();
  await untilShown(() => expect(shownAnswer()).toBe("8,5"));
  expect(banner()).toBeUndefined();
  await halfMinute();
  expect(asked).toHaveBeenCalledTimes(2);
});
