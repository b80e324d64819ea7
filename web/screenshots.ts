// Makes the pictures of README.md from a demo county: what they show is what the console shows.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Hub } from "./e2e/hub";
import { launch, Person, type Screen } from "./e2e/people";
import { sentReferral } from "./e2e/prepared";
import { fillReport } from "./e2e/reporting";

const out = resolve("../docs/screenshots");
mkdirSync(out, { recursive: true });
const DESK: Screen = { language: "en", width: 1280 };
const PHONE: Screen = { language: "sw", width: 360 };

const hub = new Hub();
await hub.start();
const browser = await launch();

async function take(login: string, screen: Screen, name: string, show: (person: Person) => Promise<void>): Promise<void> {
  const person = await Person.arrive(browser, hub, login, screen);
  await show(person);
  await person.page.waitForTimeout(500);
  await person.page.screenshot({ path: `${out}/${name}.png` });
  await person.leave();
}

const { caseCode, referralCode } = await sentReferral(hub);
await take("officer.kisauni", DESK, "work", (person) => person.go("/work?tab=overdue"));
await take("officer.kisauni", DESK, "case", (person) => person.go(`/c/${caseCode}`));
await take("committee", DESK, "board", (person) => person.go("/board"));
await take("desk.coast", PHONE, "respond", async (person) => {
  await person.go(`/r/${referralCode}`);
  await person.button(person.t.referral.accept).click();
});
await take("chv.kisauni", PHONE, "report", async (person) => {
  await fillReport(person, { first: "Zawadi", surname: "Mwakazi", narrative: "…" });
  await person.button(person.t.report.submit).click();
  await person.page.locator(".big-code").waitFor();
});
await browser.close();
await hub.end();
