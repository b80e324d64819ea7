// What each screen must do for the people it is for, beyond the main job (job.test.ts).
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Hub } from "./hub";
import { launch, Person } from "./people";
import { Api, sentReferral } from "./prepared";

const DESK = { language: "en", width: 1280 } as const;
const PHONE = { language: "sw", width: 320 } as const;

// What a committee's board has to show.
const FIGURES = 9;

// As the county's clocks have it, so many hours from now: three hours ahead of UTC all year.
const inCounty = (hours: number) => new Date(Date.now() + (3 + hours) * 3600_000).toISOString();

const hub = new Hub();
let browser: Browser;
beforeAll(async () => {
  await hub.start();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await hub.end();
});

it("a desk works through its list by keyboard alone", async () => {
  const { referralCode: one } = await sentReferral(hub);
  await sentReferral(hub);
  const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
  const { page, t } = desk;
  await desk.go("/work?tab=new");
  const current = page.locator("tr.current .code");
  const codes = await page.locator(".work-table tbody .code").allTextContents();
  expect(codes.length).toBeGreaterThan(1);
  await page.keyboard.press("j");
  await expect.poll(() => current.textContent()).toBe(codes[1]);
  await page.keyboard.press("k");
  await expect.poll(() => current.textContent()).toBe(codes[0]);
  while ((await current.textContent()) !== one) {
    const before = await current.textContent();
    await page.keyboard.press("j");
    await expect.poll(() => current.textContent()).not.toBe(before);
  }

  await page.keyboard.press("?");
  await page.getByRole("heading", { name: t.actions.names.AskInformation }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("d");
  await page.getByRole("heading", { name: t.actions.names.DeclineReferral }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("a");
  await page.getByRole("heading", { name: t.actions.names.AcceptReferral }).waitFor();
  // Two taps are no appointment: nobody made one.
  expect(await page.locator("dialog input.hour").inputValue()).toBe("");
  await desk.submitDialog(t.actions.names.AcceptReferral);
  await page.getByText(`${one}: ${t.actions.names.AcceptReferral}`).waitFor();
  await expect
    .poll(() => page.locator(".work-table tbody .code").allTextContents())
    .not.toContain(one);

  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: t.referral.kind }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/r\//);
  await desk.leave();
});

it("what arrives is announced, and moves no row until it is asked for", async () => {
  await sentReferral(hub);
  const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
  const { page, t } = desk;
  await desk.go("/work?tab=new");
  const row = page.locator(".work-table tbody tr").last();
  const before = { at: await row.boundingBox(), rows: await page.locator("tbody tr").count() };
  const arrived = [];
  for (let i = 0; i < 3; i++) arrived.push((await sentReferral(hub)).referralCode);
  const bar = page.locator(".fresh button");
  await expect.poll(() => bar.textContent(), { timeout: 30_000 }).toContain(t.work.fresh(3));
  expect(await row.boundingBox()).toEqual(before.at);
  expect(await page.locator("tbody tr").count()).toBe(before.rows);
  await bar.click();
  for (const code of arrived) await page.getByText(code).waitFor();
  await desk.leave();
});

it("from a link to an accepted referral it is two taps after signing in", async () => {
  const { referralCode } = await sentReferral(hub);
  const desk = await Person.follow(browser, hub, "desk.coast", PHONE, `/r/${referralCode}`);
  await desk.page.getByText(desk.t.referral.minimum).waitFor();
  await desk.button(desk.t.referral.accept).click();
  await desk.button(desk.t.referral.confirmAccept).click();
  await desk.page.getByText(desk.t.states.accepted, { exact: true }).first().waitFor();
  await desk.leave();
});

it("who refers sees whom each offer takes, its room and how old that figure is, hours and reply", async () => {
  const { caseCode, referralCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await officer.go(`/c/${caseCode}/refer?service=RMTS`);
  const cards = page.locator(".card.offer");
  await cards.first().waitFor();
  const said = (await cards.allTextContents()).join("\n");
  for (const word of [t.refer.takes, t.refer.hours, t.refer.reply]) expect(said).toContain(word);
  expect(said).toMatch(/\d+ of \d+ free/);
  expect(said).toMatch(/figure .* old/);
  await cards.first().click();
  await page.getByRole("heading", { name: t.refer.now }).waitFor();
  await page.getByText(t.refer.nowFields).waitFor();
  await page.getByLabel(t.compartments[1]).waitFor();

  // After a decline the sender is shown who else has room, and goes there with one tap.
  const coast = await Api.as(hub, "desk.coast");
  await coast.change("referral.v1.ReferralService/DeclineReferral", {
    referralCode,
    reason: "NO_CAPACITY",
  });
  await officer.go(`/r/${referralCode}`);
  await page.getByRole("heading", { name: t.referral.alternatives }).waitFor();
  await page.getByRole("link", { name: t.referral.referThere }).first().click();
  await page.locator(".card.offer.chosen").waitFor();
  await officer.leave();
});

it("a day in court is set, moved with a reason, and stands in agenda and month at its hour", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  const day = inCounty(72).slice(0, 10);
  await officer.go(`/c/${caseCode}`);
  await officer.openAction("SetCourtDate");
  await page.locator("dialog [name=court]").selectOption({ index: 1 });
  await officer.field("session").selectOption({ index: 1 });
  await page.locator("dialog").getByLabel(t.when.day).fill(day);
  await page.locator("dialog").getByLabel(t.when.hour).fill("2pm");
  await officer.pressInDialog(t.actions.names.SetCourtDate);
  await page.locator("dialog .error").getByText(t.when.badHour).waitFor();
  await page.locator("dialog").getByLabel(t.when.hour).fill("1430");
  await officer.submitDialog(t.actions.names.SetCourtDate);

  await officer.go("/work?tab=court");
  await page.locator(".work-table").getByText(caseCode).waitFor();
  expect(await page.locator(".work-table").textContent()).toContain("14:30 EAT");
  await officer.go("/court");
  const matter = page.locator(".list > li").filter({ hasText: caseCode });
  await matter.getByText("14:30 EAT").waitFor();
  await matter.getByRole("button", { name: t.court.move }).click();
  await page.locator("dialog").getByLabel(t.when.day).fill(day);
  await page.locator("dialog").getByLabel(t.when.hour).fill("16.05");
  await officer.field("reason").selectOption({ index: 1 });
  await officer.submitDialog(t.actions.names.MoveCourtDate);
  await matter.getByText("16:05 EAT").waitFor();
  await matter.getByText(t.casefile.moved(1)).waitFor();
  await page.getByLabel(t.court.month, { exact: true }).check();
  const month = page.locator("table.month");
  await month.waitFor();
  if (!(await month.getByText(caseCode).count()))
    await officer.button(t.court.following).click();
  await month.getByText(caseCode).waitFor();
  expect(await month.textContent()).toContain("16:05 EAT");
  await officer.leave();
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
  await turns.locator("td a[href^='/board?']").first().click();
  const overdue = page.locator(".overdue");
  await overdue.getByText(/\d+ (is|are) overdue\./).waitFor();
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
  await page.setViewportSize({ width: 760, height: 1100 });
  await page.emulateMedia({ media: "print" });
  for (const table of await tables.all()) expect(await table.isVisible()).toBe(true);
  const mark = page.locator(".watermark");
  expect(await mark.isVisible()).toBe(true);
  expect(await mark.textContent()).toMatch(/printed by p-\S+, .*\d\d:\d\d EAT\. Reason: \S/);
  expect(await page.locator("nav").isVisible()).toBe(false);
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll(".figure")]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.querySelector("h2")!.textContent),
  );
  expect(wide).toEqual([]);
  await member.leave();
});

it("a case page that was left open shows what was done meanwhile", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await officer.go(`/c/${caseCode}`);
  await page.locator(".timeline > li").first().waitFor();
  const other = await Api.as(hub, "officer.kisauni");
  const note = "The aunt will bring her.";
  await other.change("casework.v1.CaseworkService/AddNote", { caseCode, note });
  await page.locator(".timeline").getByText(t.events["case.note-added"]).waitFor();
  await officer.leave();
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

it("the 72-hour clock shows as soon as day and hour are typed, on the 24-hour clock", async () => {
  const chv = await Person.arrive(browser, hub, "chv.kisauni", PHONE);
  const { page, t } = chv;
  await chv.go("/report?step=what");
  const yesterday = inCounty(-24);
  await page.getByLabel(t.when.day).fill(yesterday.slice(0, 10));
  await page.getByLabel(t.when.hour).fill(yesterday.slice(11, 16));
  await page.getByText(t.report.healthHint).waitFor();
  await page.getByText(t.report.health(t.time.hours(47))).waitFor();
  // What can't be read as an hour is told, and not dropped.
  await page.getByLabel(t.when.hour).fill("saa tatu");
  await chv.button(t.next).click();
  await page.locator(".error-summary").getByText(t.report.missing.hour).click();
  expect(await page.getByLabel(t.when.day).evaluate((one) => one === document.activeElement)).toBe(
    true,
  );
  await chv.leave();
});

it("one tap says that the beds are still as counted, or that one more is used", async () => {
  const desk = await Person.arrive(browser, hub, "desk.tumaini", PHONE);
  const { page, t } = desk;
  await desk.go("/beds");
  const beds = page.locator(".beds").first();
  await beds.getByText(/Ilihesabiwa .* EAT/).waitFor();
  const used = Number(await beds.locator("output").textContent());
  await beds.getByRole("button", { name: t.beds.less }).click();
  await expect.poll(() => beds.locator("output").textContent()).toBe(String(used - 1));
  await beds.getByRole("button", { name: t.beds.confirm }).click();
  await beds.getByText(t.time.minutes(0)).waitFor();
  await desk.leave();
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
