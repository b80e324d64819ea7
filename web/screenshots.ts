// Makes the pictures of README.md from a demo county: what they show is what the console shows.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Hub } from "./e2e/hub";
import { launch, Person, type Screen } from "./e2e/people";
import { Api, sentReferral } from "./e2e/prepared";
import { fillReport } from "./e2e/reporting";

const out = resolve("../docs/screenshots");
mkdirSync(out, { recursive: true });
const DESK: Screen = { language: "en", width: 1280 };
const PHONE: Screen = { language: "sw", width: 360 };

// Enough that the board's figures are not all too small to be shown.
const CASES = 240;
const hub = new Hub();
await hub.start(CASES);
const browser = await launch();

async function take(
  login: string,
  screen: Screen & { height: number },
  name: string,
  show: (person: Person) => Promise<void>,
): Promise<void> {
  const person = await Person.arrive(browser, hub, login, screen);
  await person.page.setViewportSize({ width: screen.width, height: screen.height });
  await show(person);
  // Nothing is being read any more, and agencies are called by their names.
  await person.page.waitForFunction(
    () =>
      !document.querySelector(".loading, [aria-busy]") &&
      / /.test(document.querySelector(".who")!.firstChild!.textContent!) &&
      document.fonts.status === "loaded",
  );
  await person.page.screenshot({ path: `${out}/${name}.png` });
  await person.leave();
}

const { referralCode } = await sentReferral(hub);
const officer = await Api.as(hub, "officer.kisauni");
const { cases } = await officer.call<{ cases: { caseCode: string; stage: string }[] }>(
  "casework.v1.CaseworkService/ListCaseload",
  { pageSize: 500 },
);
const shown = cases.find((one) => one.stage === "implementation") ?? cases[0]!;

await take("desk.coast", { ...DESK, height: 720 }, "inbox", async (person) => {
  await person.go("/work?tab=new");
  await person.page.locator(".work-table tbody tr").first().waitFor();
});
await take("officer.kisauni", { ...DESK, height: 960 }, "case", async (person) => {
  await person.go(`/c/${shown.caseCode}`);
  await person.page.locator(".timeline > li").first().waitFor();
});
await take("committee", { ...DESK, height: 1240 }, "board", async (person) => {
  await person.go("/board");
  await person.page.locator(".bars").last().waitFor();
});
await take("auditor", { ...DESK, height: 1000 }, "audit", async (person) => {
  const { page, t } = person;
  await person.go("/audit");
  await page.getByLabel(t.audit.code).fill(shown.caseCode);
  await person.button(t.audit.search).click();
  await page.locator(".trail > li").first().waitFor();
  await page.locator(".trail details > summary").first().click();
});
await take("desk.coast", { ...PHONE, height: 800 }, "respond", async (person) => {
  await person.go(`/r/${referralCode}`);
  await person.button(person.t.referral.accept).click();
  await person.page.locator(".decide-form").waitFor();
});
await take("chv.kisauni", { ...PHONE, height: 800 }, "report", async (person) => {
  await fillReport(person, { first: "Zawadi", surname: "Mwakazi", narrative: "…" });
  await person.button(person.t.report.submit).click();
  await person.page.locator(".big-code").waitFor();
});
await browser.close();
await hub.end();
