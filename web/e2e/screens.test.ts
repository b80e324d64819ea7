// What each screen must do for the people who work on cases and referrals, beyond the main job
// (job.test.ts).
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Hub } from "./hub";
import { DESK, launch, Person, PHONE } from "./people";
import { Api, decline, inCounty, sentReferral } from "./prepared";

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
  await decline(hub, referralCode);
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
