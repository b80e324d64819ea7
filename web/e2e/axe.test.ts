// Every page, in both languages, on a phone and on a desk: no violation of WCAG 2.2 A and AA that axe
// can see, nothing wider than the screen, nothing to press that is smaller than a finger; and on the
// desk everything can be reached by keyboard, and is seen to be.
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS, type Path } from "../src/app/paths";
import { Hub } from "./hub";
import { keyboardTrouble, smallTargets } from "./reach";
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

// For every address the console has, who looks at it and what follows it. A page that is added without
// a line here does not compile.
const VISITS: Record<Path, [login: string, rest?: string][]> = {
  "/work": [["officer.kisauni"], ["desk.coast"]],
  "/cases": [["officer.kisauni"]],
  "/r/:code": [["officer.kisauni"], ["desk.coast"]],
  "/c/:code": [["officer.kisauni"], ["desk.coast"], ["auditor"]],
  "/c/:code/refer": [["officer.kisauni", "?service=RMTX"]],
  "/report": [
    ["chv.kisauni"],
    ...["safe", "child", "what", "consent", "where", "check"].map(
      (step): [string, string] => ["chv.kisauni", `?step=${step}`],
    ),
  ],
  "/reports": [["chv.kisauni"]],
  "/beds": [["desk.tumaini"], ["desk.coast"]],
  "/court": [["officer.kisauni"], ["court.tononoka"], ["committee"]],
  "/board": [["committee"], ["officer.kisauni"], ["chv.kisauni"]],
  "/board/:list": [
    ["committee", "cases"],
    ["officer.kisauni", "cases"],
    ["officer.kisauni", "referrals"],
    ["officer.kisauni", "answers"],
    ["officer.kisauni", "needs"],
  ],
  "/audit": [["auditor"]],
  "/directory": [["admin"], ["committee"]],
  "/account": [["officer.kisauni"]],
};
const byLogin = new Map<string, string[]>();
for (const path of PATHS)
  for (const [login, rest = ""] of VISITS[path])
    byLogin.set(login, [...(byLogin.get(login) ?? []), path.replace(/:list$/, "") + rest]);
byLogin.get("chv.kisauni")!.push("/nowhere");

const TABBED = /^\/(work|audit|directory)$/;
const addressOf = (path: string) =>
  path.replace(":code", path.startsWith("/r/") ? codes.referralCode : codes.caseCode);

describe.each([
  { language: "en", width: 1280 },
  { language: "sw", width: 1280 },
  { language: "en", width: 320 },
  { language: "sw", width: 320 },
] as const)("$language at $width px", (screen) => {
  it.each([...byLogin.keys()])("pages of %s", async (login) => {
    const person = await Person.arrive(browser, hub, login, screen);
    const found: string[] = [];
    for (const path of byLogin.get(login)!) {
      await person.go(addressOf(path));
      found.push(...(await violations(person, path)));
      // Each tab of the page is a page of its own.
      const tabs = await person.page.getByRole("tab").allTextContents();
      if (TABBED.test(path)) expect(tabs.length, path).toBeGreaterThan(1);
      for (let i = 1; i < tabs.length; i++) {
        await person.page.getByRole("tab").nth(i).click();
        await person.settled();
        found.push(...(await violations(person, `${path}, ${tabs[i]}`)));
      }
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

const RULES: axe.RunOptions = {
  runOnly: {
    type: "tag",
    values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  },
  resultTypes: ["violations"],
};

// In the page itself, which keeps axe until it is loaded anew. Bringing axe in for every look, and all
// that passed back out, took three quarters of the time of these tests.
async function axeFinds(page: Page): Promise<string[]> {
  // It looks at no other frame.
  expect(page.frames().length).toBe(1);
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(rules);
    return found.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
  }, RULES);
}

async function violations(person: Person, path: string): Promise<string[]> {
  const { page, screen } = person;
  // What has slid under the bar at the top would seem too small to press.
  await page.evaluate(() => scrollTo(0, 0));
  const told = await axeFinds(page);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) told.push(`${over} px wider than the screen`);
  told.push(...(await smallTargets(page)));
  if (screen.language === "en" && screen.width > 1000) told.push(...(await keyboardTrouble(page)));
  return told.map((what) => `${path}: ${what}`);
}
