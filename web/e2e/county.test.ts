// What each screen must do for the people who see the county as a whole: the board and its lists, the
// audit, the directory.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Hub } from "./hub";
import { DESK, launch, Person, PHONE } from "./people";
import { courtDate, decline, inCounty, sentReferral } from "./prepared";

// What a committee's board has to show.
const FIGURES = 11;

const hub = new Hub();
let browser: Browser;
beforeAll(async () => {
  await hub.start();
  browser = await launch();
  // Whatever the demo county has on this day: a referral that runs, a need that stays open after one,
  // a day in court.
  await sentReferral(hub);
  await decline(hub, (await sentReferral(hub)).referralCode);
  await courtDate(hub);
});
afterAll(async () => {
  await browser?.close();
  await hub.end();
});

it("the board says as of which event, and its figures open the lists behind them", async () => {
  const member = await Person.arrive(browser, hub, "committee", DESK);
  const { page, t } = member;
  await member.go("/board");
  await page.getByText(/^As of event \d+, .*\d\d:\d\d EAT$/).waitFor();
  const figures = page.locator(".figure");
  await expect.poll(() => figures.count()).toBe(FIGURES);
  for (const figure of await figures.all()) {
    expect(await figure.getByRole("button", { name: /^CSV/ }).count()).toBe(1);
    expect(await figure.locator("table").count()).toBe(1);
  }
  const turns = figures.filter({ hasText: t.board.referrals });
  await turns.locator("summary").click();
  const link = turns.locator("td a[href^='/board?']").first();
  const whose = new URL((await link.getAttribute("href"))!, hub.url).searchParams.get("whose")!;
  await link.click();
  const overdue = page.locator(".overdue");
  await expect.poll(() => overdue.getByLabel(t.board.whose).inputValue()).toBe(whose);
  // Where nothing that may be listed is overdue on this day, that there may be more.
  const listed = overdue.getByText(/\d+ (is|are) overdue\./);
  await listed.or(overdue.getByText(t.board.overdueHidden)).first().waitFor();
  await expect
    .poll(() => overdue.evaluate((one) => one === document.activeElement))
    .toBe(true);
  await page.goBack();
  expect(new URL(page.url()).search).toBe("");

  await figures.filter({ hasText: t.board.beds }).last().locator("a.bar-label").first().click();
  await page.getByRole("tab", { name: t.directory.offers, selected: true }).waitFor();
  await page.locator(".list > li").first().waitFor();
  await member.leave();

  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  await officer.go("/cases?stage=registered");
  await officer.page.locator(".work-table .code").first().waitFor();
  await officer.leave();
});

it("each kind of figure opens the list of what it counts, line for line", async () => {
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  const figure = (title: string) =>
    page.locator(".figure").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
  const opens = async (title: string, to: string) => {
    await officer.go("/board");
    await figure(title).locator("table").waitFor({ state: "attached" });
    if ((await figure(title).locator("summary").count()) > 0)
      await figure(title).locator("summary").click();
    // A cell that counts something, and says how much.
    const cells = figure(title).locator(`td.number a[href^='${to}']`);
    const said = await cells.allTextContents();
    const at = said.findIndex((text) => /^[1-9]\d*$/.test(text));
    expect(at, title).toBeGreaterThanOrEqual(0);
    await cells.nth(at).click();
    await page.getByText(t.board.list.lines(Number(said[at]))).waitFor();
    expect(await page.locator(".figure tbody tr").count()).toBe(Number(said[at]));
    const codes = await page.locator(".figure tbody th").allTextContents();
    expect(codes.length).toBe(Number(said[at]));
    expect(codes.every((code) => /^MS[AR]-..••-•+$/.test(code))).toBe(true);
  };
  await opens(t.board.cases, "/board/cases");
  await opens(t.board.states, "/board/referrals");
  await opens(t.board.referrals, "/board/referrals");
  await opens(t.board.rates, "/board/answers");
  await opens(t.board.unmet, "/board/needs");
  await opens(t.board.indicators, "/board/cases");

  // The parts of a whole are the whole.
  const lines = async (address: string) => {
    await officer.go(address);
    const text = await page.locator(".figure [role=status]").textContent();
    return Number(/\d+/.exec(text!)?.[0]);
  };
  for (const days of [30, 60]) {
    const whole = `/board/answers?share=silence&days=${days}`;
    expect((await lines(whole)) + (await lines(`${whole}&rest=1`))).toBe(
      (await lines(`/board/answers?share=completion&days=${days}`)) +
        (await lines(`/board/answers?share=completion&days=${days}&rest=1`)),
    );
  }

  await officer.go("/court");
  await page.getByLabel(t.court.county).check();
  await page.getByRole("table", { name: t.court.county }).waitFor();
  await officer.leave();
});

it("the committee's lists have no line of what is hidden from it, and say so", async () => {
  const member = await Person.arrive(browser, hub, "committee", DESK);
  const { page, t } = member;
  await member.go("/board");
  const stages = page.locator(".figure").filter({ hasText: t.board.cases });
  await stages.locator("summary").click();
  const cell = stages.locator("td.number a", { hasText: t.board.suppressed }).first();
  await cell.click();
  await page.getByText(t.board.list.hiddenWhy).waitFor();
  expect(new URL(page.url()).pathname).toBe("/board/cases");
  // Neither the child's age nor anything else that the board does not count by.
  expect(await page.getByLabel(t.board.list.childAge).count()).toBe(0);
  await member.go("/board/referrals?whose=hosp-coast");
  await page.getByLabel(t.referral.state).selectOption("sent");
  await expect.poll(() => new URL(page.url()).search).toBe("?state=sent");

  await member.go("/court");
  await page.getByText(t.court.countyHint).waitFor();
  expect(await page.locator("main, #content").first().textContent()).not.toMatch(/MSA-/);
  await member.leave();
});

it("the board's pack for a meeting has every table, and on each sheet who printed it and why", async () => {
  const member = await Person.arrive(browser, hub, "committee", DESK);
  const { page, t } = member;
  await member.go("/board");
  const tables = page.locator(".figure table");
  await expect.poll(() => tables.count()).toBe(FIGURES);
  await page.evaluate("window.print = () => undefined");
  await member.button(t.print).click();
  await page.locator("dialog").getByRole("button", { name: t.print, exact: true }).click();
  // A4 upright, between the margins.
  await page.setViewportSize({ width: 718, height: 1016 });
  await page.emulateMedia({ media: "print" });
  for (const table of await tables.all()) expect(await table.isVisible()).toBe(true);
  // In the margin of each sheet, where it covers nothing.
  const mark = await page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue("--print-mark"),
  );
  expect(mark).toMatch(/printed by p-\S+, .*\d\d:\d\d EAT\. Reason: \S/);
  expect(await page.locator(".watermark").isVisible()).toBe(false);
  expect(await page.locator("nav").isVisible()).toBe(false);
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll(".figure")]
      .filter((one) => {
        const edge = one.getBoundingClientRect().right;
        return [...one.querySelectorAll("table")].some(
          (table) => table.getBoundingClientRect().right > edge,
        );
      })
      .map((one) => one.querySelector("h2")!.textContent),
  );
  expect(wide).toEqual([]);
  await member.leave();
});

it("the auditor asks by case, person and agency, in time, reads sentences, and takes them along", async () => {
  const { caseCode } = await sentReferral(hub);
  const auditor = await Person.arrive(browser, hub, "auditor", DESK);
  const { page, t } = auditor;
  await auditor.go("/audit");
  const ask = async (of: string, what: string) => {
    await page.getByLabel(t.audit.by, { exact: true }).selectOption(of);
    await page.getByLabel(t.audit.code).fill(what);
    await auditor.button(t.audit.search).click();
    await page.locator("form [aria-busy]").waitFor({ state: "detached" });
    await page.locator(".trail > li").first().waitFor();
  };
  await ask("case", caseCode.toLowerCase());
  const trail = page.locator(".trail");
  await trail
    .getByText(/^p-\S+ \(Children's officer, Kisauni Sub-County Children's Office\)/)
    .first()
    .waitFor();
  await trail.getByText(t.audit.changes).first().click();
  // No raw codes or clocks for people to decipher.
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
  const said = await trail.innerText();
  expect(said).not.toMatch(/\d{4}-\d\d-\d\dT|\b(SFEM|CSRG|CRON|RMTX)\b/);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    auditor.button(t.audit.csv).click(),
  ]);
  expect(file.suggestedFilename()).toBe("rufaa-trail.csv");
  const person = /p-[\w-]+/.exec(said)![0];
  await ask("person", person);
  await ask("agency", "hosp-coast");
  const tomorrow = inCounty(24).slice(0, 10);
  await page.getByLabel(t.audit.from).fill(tomorrow);
  await auditor.button(t.audit.search).click();
  await page.getByText(t.audit.none).waitFor();

  await page.getByRole("tab", { name: t.audit.asOf }).click();
  await page.getByLabel(t.audit.agency, { exact: true }).selectOption("hosp-coast");
  await auditor.button(t.audit.search).click();
  await page.getByText(/^What .* could see on .* EAT \(event \d+\)$/).waitFor();
  await auditor.leave();
});

it("the administrator opens a desk, enrols somebody and opens the account they sign in with", async () => {
  const admin = await Person.arrive(browser, hub, "admin", DESK);
  const { page, t } = admin;
  const inDialog = page.locator("dialog");
  await admin.go("/directory");
  await page
    .locator(".list > li")
    .filter({ hasText: "Coast Referral Hospital" })
    .getByRole("button", { name: t.directory.openDesk })
    .click();
  await inDialog.getByLabel(t.directory.name).fill("Night desk");
  await inDialog.getByLabel(t.directory.id, { exact: true }).fill("night");
  await admin.submitDialog(t.directory.openDesk);
  await page.getByText("Night desk").waitFor();

  await admin.go("/directory?tab=people");
  await admin.button(t.directory.enroll).click();
  await inDialog.getByLabel(t.directory.id, { exact: true }).fill("p-night-1");
  await inDialog.getByLabel(t.board.agency).selectOption("hosp-coast");
  await inDialog.getByLabel(t.directory.role).selectOption("agency_desk");
  await admin.submitDialog(t.directory.enroll);
  await admin.go("/directory?tab=accounts");
  await admin.button(t.directory.account).click();
  await inDialog.getByLabel(t.directory.login).fill("desk.night");
  await inDialog.getByLabel(t.directory.person, { exact: true }).fill("p-night-1");
  await inDialog.getByLabel(t.directory.password).fill(hub.password);
  await admin.submitDialog(t.directory.account);
  await admin.leave();
  const night = await Person.arrive(browser, hub, "desk.night", PHONE);
  await night.go("/work");
  await night.leave();
});
