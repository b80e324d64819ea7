import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { SessionContext, type Session } from "../src/app/session";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import {
  addReport,
  drain,
  keepDraft,
  listOtherDrafts,
  listReports,
  readDraft,
} from "../src/offline/outbox";
import { requestOf } from "../src/report/draft";
import MyReportsPage from "../src/report/MyReportsPage";
import { until } from "./until";

const ME = "p-chv-01";
vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

it("correcting a refused report leaves the one that is being written as it is", async () => {
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("fetch", async (url: string) =>
    url.endsWith("/WhoAmI")
      ? Response.json({ caller: { person: ME } })
      : Response.json({ code: "invalid_argument", message: "" }, { status: 400 }),
  );
  await addReport(ME, requestOf({ first: "Zawadi", safe: "no" }, crypto.randomUUID()));
  await drain(ME);
  const [refused] = await listReports(ME);
  expect(refused?.state).toBe("attention");
  await keepDraft(ME, { first: "Half", narrative: "a story" });

  const place = document.createElement("div");
  document.body.append(place);
  const session = { state: "in", caller: { person: ME, role: "chv" } } as unknown as Session;
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  // What is kept on the device comes when it comes.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  createRoot(place).render(
    <I18nContext value={i18n}>
      <SessionContext value={session}>
        <MyReportsPage params={{}} />
      </SessionContext>
    </I18nContext>,
  );
  const again = () =>
    [...place.querySelectorAll("button")].find(
      (one) => one.textContent === en.report.list.again,
    );
  await until(() => expect(again()).toBeDefined());
  again()!.click();
  await until(() => expect(location.search).toBe(`?draft=${refused!.id}`));
  expect(await readDraft(ME)).toEqual({ first: "Half", narrative: "a story" });
  expect(await readDraft(ME, refused!.id)).toMatchObject({ first: "Zawadi", safe: "no" });
  // Left there, it is found again.
  await until(() => expect(place.textContent).toContain(en.report.list.unfinished));
  expect(await listOtherDrafts(ME)).toEqual([{ id: refused!.id, begun: refused!.made }]);
  expect(await listReports(ME)).toEqual([]);
});
