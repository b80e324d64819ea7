// Every page, in both languages, on a phone and on a desk: no violation of WCAG 2.2 A and AA that axe
// can see, and nothing wider than the screen.
import AxeBuilder from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Hub } from "./hub";
import { launch, Person } from "./people";
import { sentReferral } from "./prepared";

const hub = new Hub();
let browser: Browser;
let codes: { caseCode: string; referralCode: string };
beforeAll(async () => {
  await hub.start();
  browser = await launch();
  codes = await sentReferral(hub);
});
afterAll(async () => {
  await browser?.close();
  await hub.end();
});

const PAGES: Record<string, () => string[]> = {
  "officer.kisauni": () => [
    "/work",
    "/work?tab=waiting",
    `/c/${codes.caseCode}`,
    `/c/${codes.caseCode}?tab=services`,
    `/c/${codes.caseCode}/refer?service=RMTX`,
    `/r/${codes.referralCode}`,
    "/court",
    "/account",
    "/nowhere",
  ],
  "desk.coast": () => ["/work", `/r/${codes.referralCode}`, `/c/${codes.caseCode}`],
  "desk.tumaini": () => ["/beds"],
  "chv.kisauni": () => [
    "/report",
    "/report?step=safe",
    "/report?step=child",
    "/report?step=what",
    "/report?step=consent",
    "/report?step=where",
    "/report?step=check",
    "/reports",
  ],
  committee: () => ["/board", "/directory"],
  auditor: () => ["/audit", "/audit?tab=as-of"],
  admin: () => [
    "/directory?tab=offers",
    "/directory?tab=areas",
    "/directory?tab=people",
    "/directory?tab=accounts",
  ],
};

describe.each([
  { language: "en", width: 1280 },
  { language: "sw", width: 1280 },
  { language: "en", width: 320 },
  { language: "sw", width: 320 },
] as const)("$language at $width px", (screen) => {
  it.each(Object.keys(PAGES))("pages of %s", async (login) => {
    const person = await Person.arrive(browser, hub, login, screen);
    const found: string[] = [];
    for (const path of PAGES[login]!()) {
      await person.go(path);
      found.push(...(await violations(person, path)));
    }
    expect(found).toEqual([]);
    await person.leave();
  });

  it("the page to sign in", async () => {
    const person = await Person.arrive(browser, hub, "chv.kisauni.3", screen);
    await person.button(person.t.signOut).click();
    await person.page.getByLabel(person.t.signIn.login).waitFor();
    expect(await violations(person, "/")).toEqual([]);
    await person.leave();
  });
});

async function violations(person: Person, path: string): Promise<string[]> {
  const found = await new AxeBuilder({ page: person.page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const told = found.violations.map(
    (v) => `${path}: ${v.id}: ${v.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
  );
  const over = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return over > 0 ? [...told, `${path}: ${over} px wider than the screen`] : told;
}
