// A browser whose database refuses: full, switched off, or in a private window.
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isUnwiped } from "../src/app/device";
import { SessionContext, SessionProvider, useSession, type Session } from "../src/app/session";
import { SignOut } from "../src/app/SignOut";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import ReportPage from "../src/report/ReportPage";
import { until } from "./until";

const CALLER = { person: "p-chv-01", agency: "chv", role: "chv", subcounty: "003" };
vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

const asked: string[] = [];
const reports: { requestId: string; occurTime: string }[] = [];
const answers: Record<string, () => Response> = {
  WhoAmI: () => Response.json({ caller: CALLER }),
  SignOut: () => Response.json({}),
  IdentifyChild: () => Response.json({ caseFile: { caseCode: "MSA-7F3K-Q2" } }),
  FindOffers: () => Response.json({}),
};
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  asked.length = 0;
  reports.length = 0;
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const method = url.split("/").pop()!;
    asked.push(method);
    if (method === "IdentifyChild")
      reports.push(JSON.parse(new TextDecoder().decode(init.body as Uint8Array)));
    return answers[method]!();
  });
  vi.stubGlobal("indexedDB", {
    open: () => {
      const request = { error: new Error("refused"), onerror: () => {} };
      queueMicrotask(() => request.onerror());
      return request;
    },
  });
});

let unmount = () => {};
afterEach(() => unmount());
function show(page: ReactNode): HTMLElement {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  unmount = () => {
    root.unmount();
    place.remove();
  };
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  root.render(<I18nContext value={i18n}>{page}</I18nContext>);
  return place;
}
const button = (place: HTMLElement, text: string) =>
  until(() => {
    const found = [...place.querySelectorAll("button")].find((one) => one.textContent === text);
    expect(found, text).toBeDefined();
    return found!;
  });
const press = async (place: HTMLElement, text: string) => (await button(place, text)).click();

const field = (place: HTMLElement, name: string) =>
  until(() => {
    const found = place.querySelector<HTMLInputElement>(`[name=${name}]`);
    expect(found, name).not.toBeNull();
    return found!;
  });

async function fillReport(): Promise<HTMLElement> {
  const session = { state: "in", signInsSeen: 0, caller: CALLER } as unknown as Session;
  const place = show(
    <SessionContext value={session}>
      <ReportPage params={{}} />
    </SessionContext>,
  );
  await until(() => expect(place.querySelector(".task")).not.toBeNull());
  place.querySelector<HTMLButtonElement>(".task")!.click();
  (await field(place, "safe")).click();
  await press(place, en.next);
  (await field(place, "sex")).click();
  await press(place, en.next);
  (await field(place, "category")).value = "CSRG";
  (await field(place, "reporter")).value = "CRON";
  await press(place, en.next);
  await until(() => expect(place.textContent).toContain(en.report.consent.tell));
  await press(place, en.next);
  await field(place, "seen");
  await press(place, en.next);
  return place;
}

it("a report that the device can't keep is said so, and is sent all the same", async () => {
  const place = await fillReport();
  await until(() => expect(place.textContent).toContain(en.report.notKept));
  expect(place.textContent).not.toContain(en.report.draftKept);
  await press(place, en.report.check);
  await press(place, en.report.submit);
  await until(() => expect(place.textContent).toContain("MSA-7F3K-Q2"));
  // Once leads out of what was sent, to a report that is still to be made.
  history.back();
  await until(() => expect(place.querySelector(".tasks")).not.toBeNull());
  expect(place.textContent).not.toContain("MSA-7F3K-Q2");
});

it("a report whose answer was lost stays the same one until it says another thing", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const place = await fillReport();
  const lost = vi.spyOn(answers, "IdentifyChild").mockImplementation(() => {
    throw new TypeError("network");
  });
  await press(place, en.report.check);
  const send = async (times: number) => {
    vi.setSystemTime(Date.now() + 60_000);
    await press(place, en.report.submit);
    await until(() => expect(reports).toHaveLength(times));
    await until(() => expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]));
  };
  await send(1);
  await send(2);
  // Looked through once more, and nothing changed.
  await press(place, `${en.change} ${en.report.tasks.what}`);
  await press(place, en.next);
  await press(place, en.next);
  await field(place, "seen");
  await press(place, en.next);
  await press(place, en.report.check);
  await send(3);
  expect(reports[1]).toEqual(reports[0]);
  expect(reports[2]).toEqual(reports[0]);

  await press(place, `${en.change} ${en.report.tasks.what}`);
  (await field(place, "narrative")).value = "Seen at night";
  await press(place, en.next);
  await press(place, en.back);
  await press(place, en.report.check);
  lost.mockRestore();
  await press(place, en.report.submit);
  await until(() => expect(place.textContent).toContain("MSA-7F3K-Q2"));
  expect(reports[3]).toMatchObject({ narrative: "Seen at night" });
  expect(reports[3]!.requestId).not.toBe(reports[0]!.requestId);
  vi.useRealTimers();
});

it("signing out ends the session at the hub, and says what stayed here", async () => {
  function Leave() {
    return useSession().caller ? <SignOut /> : null;
  }
  const place = show(
    <SessionProvider>
      <Leave />
    </SessionProvider>,
  );
  await press(place, en.signOut);
  await until(() => expect(asked).toContain("SignOut"));
  await until(() => expect(isUnwiped()).toBe(true));
});
