// A report that the hub did not take is told so where it was made.
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { navFor } from "../src/app/routes";
import { SessionContext, type Session } from "../src/app/session";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { forgetEverything } from "../src/offline/caller";
import { addReport } from "../src/offline/outbox";
import { requestOf } from "../src/report/draft";
import { Sent } from "../src/report/Sent";
import { until } from "./until";

const ME = "p-chv-01";
vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

let unmount = () => {};
afterEach(() => unmount());
beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await forgetEverything(ME);
  vi.stubGlobal("fetch", async (url: string) =>
    url.endsWith("/WhoAmI")
      ? Response.json({ caller: { person: ME } })
      : Response.json({ code: "permission_denied", message: "" }, { status: 403 }),
  );
});

async function show(apart: boolean): Promise<HTMLElement> {
  const id = crypto.randomUUID();
  await addReport(ME, requestOf({ first: "Zawadi", safe: "no" }, id));
  const place = document.createElement("div");
  const root = createRoot(place);
  unmount = () => root.unmount();
  const session = { state: "in", caller: { person: ME, role: "chv" } } as unknown as Session;
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  root.render(
    <I18nContext value={i18n}>
      <SessionContext value={session}>
        <Sent id={id} apart={apart} again={() => undefined} />
      </SessionContext>
    </I18nContext>,
  );
  await until(() => expect(place.textContent).toContain(en.reasons.NOT_PERMITTED[0]));
  return place;
}

it("a refused report says why, and where it is corrected", async () => {
  const place = await show(false);
  expect(place.textContent).toContain(en.report.refused);
  expect(place.textContent).not.toContain(en.report.kept);
  expect(place.querySelector("a.primary")?.getAttribute("href")).toBe("/reports");
});

it("on a locked screen it says that unlocking comes first, and leads nowhere", async () => {
  const place = await show(true);
  expect(place.textContent).toContain(en.report.refusedApart);
  expect(place.querySelector("a")).toBeNull();
});

it("who finds the way to report finds the way to what became of it", () => {
  const roles = Object.keys(en.roles).filter((role) => navFor(role).includes("report"));
  expect(roles.length).toBe(8);
  for (const role of roles) expect(navFor(role), role).toContain("reports");
});
