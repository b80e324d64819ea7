// What happens to people's work when networks, sessions and hubs fail, or a colleague is faster.
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { en } from "../src/i18n/en";
import { Hub } from "./hub";
import { DESK, launch, Person, PHONE } from "./people";
import { Api, courtDate, courtTime, sentReferral } from "./prepared";
import { fillReport } from "./reporting";

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

it("three reports made without a network arrive once each when it is back", async () => {
  const chv = await Person.arrive(browser, hub, "chv.kisauni", PHONE);
  const { page, t, context } = chv;
  await chv.go("/report");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await context.setOffline(true);
  for (const first of ["Amina", "Baraka", "Chausiku"]) {
    await fillReport(chv, { first, surname: "Offline", narrative: "Seen at night." });
    await page.locator("main .buttons .button.primary").click();
    await page.getByText(t.report.kept).waitFor();
    await chv.button(t.report.another).click();
  }
  await chv.go("/reports");
  expect(await page.getByText(t.report.list.saved).count()).toBe(3);

  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect.poll(() => page.locator("main .tag.good").count(), { timeout: 40_000 }).toBe(3);
  const codes = await page.locator("main .list .code").allTextContents();
  expect(new Set(codes).size).toBe(3);

  // Sent again from a phone that never heard the answer, a report is still the same one.
  const officer = await Api.as(hub, "officer.kisauni");
  const load = await officer.call<{ cases?: { caseCode: string }[] }>(
    "casework.v1.CaseworkService/ListCaseload",
    { pageSize: 500 },
  );
  expect(load.cases!.filter((row) => codes.includes(row.caseCode)).length).toBe(3);
  await chv.leave();
});

it("a first visit on a network that loses each file once gets there, with all its styles", async () => {
  const desk = await Person.open(browser, hub, "desk.tumaini", PHONE);
  const { page, t } = desk;
  // One that keeps the console would soon ask the network for nothing.
  await page.addInitScript("delete Navigator.prototype.serviceWorker");
  // Without the script that the page begins with, nobody could ask again.
  const begun = await (await fetch(hub.url)).text();
  const lost = new Set<string>();
  await page.route("**/assets/*", (route) => {
    const url = route.request().url();
    if (lost.has(url) || begun.includes(new URL(url).pathname)) return route.continue();
    lost.add(url);
    return route.abort();
  });
  const again = page.getByRole("button", { name: t.tryAgain });
  const reach = (what: Locator) =>
    expect
      .poll(async () => {
        // It may be gone before it is pressed: words come by themselves, too.
        if (await again.count()) await again.click({ timeout: 1000 }).catch(() => undefined);
        return what.isVisible();
      })
      .toBe(true);

  await page.goto(`${hub.url}/beds`);
  await page.getByText(en.tryAgain).waitFor();
  await reach(page.getByLabel(t.signIn.login));
  await page.getByLabel(t.signIn.login).fill(desk.login);
  await page.getByLabel(t.signIn.password, { exact: true }).fill(hub.password);
  await desk.button(t.signIn.submit).click();
  await reach(page.locator(".beds").first());

  const styles = await page.evaluate(() => [...document.styleSheets].map((one) => one.href));
  const lostStyles = [...lost].filter((url) => url.endsWith(".css"));
  expect(lostStyles.length).toBeGreaterThan(0);
  expect(styles).toEqual(expect.arrayContaining(lostStyles));
  expect(lost.size).toBeGreaterThan(10);
  await desk.leave();
});

it("a second visit works without a network", async () => {
  const chv = await Person.arrive(browser, hub, "chv.kisauni.2", PHONE);
  const { page, t, context } = chv;
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await page.locator("footer.foot").waitFor();
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("heading", { name: t.report.title }).waitFor();
  await page.locator(".banner").waitFor();
  await chv.leave();
});

it("the second of two desks that answer one referral is told who was first", async () => {
  const { referralCode } = await sentReferral(hub);
  const one = await Person.arrive(browser, hub, "desk.coast", DESK);
  const two = await Person.arrive(browser, hub, "desk.coast", DESK);
  for (const desk of [one, two]) {
    await desk.go(`/r/${referralCode}`);
    await desk.page.getByText(desk.t.states.opened, { exact: true }).first().waitFor();
  }
  await two.button(two.t.referral.decline).click();
  await two.page.locator("[name=reason]").selectOption("NO_CAPACITY");
  await one.button(one.t.referral.accept).click();
  await one.button(one.t.referral.confirmAccept).click();
  await one.page.getByText(one.t.states.accepted, { exact: true }).first().waitFor();
  await two.button(two.t.referral.confirmDecline).click();
  await two.page.getByText(two.t.actions.firstTitle).waitFor();
  await two.page.getByText(/p-\S+ accepted/).waitFor();
  await one.leave();
  await two.leave();
});

it("a note to a case that moved meanwhile is sent once its writer knows", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await officer.go(`/c/${caseCode}`);
  await officer.openAction("AddNote");
  await officer.field("note").fill("The aunt will bring her.");
  const other = await Api.as(hub, "officer.kisauni");
  await other.change("casework.v1.CaseworkService/SetRisk", { caseCode, risk: "RLHG" });
  await officer.pressInDialog(t.actions.names.AddNote);
  await page.getByText(t.actions.firstTitle).waitFor();
  await page.locator("dialog").getByText(t.events["case.risk-set"]).waitFor();
  await officer.submitDialog(t.actions.names.AddNote);
  await page.getByText(t.events["case.note-added"]).first().waitFor();
  await officer.leave();
});

it("a day in court that a colleague moved is not moved back unseen", async () => {
  const { caseCode, matter, officer: other } = await courtDate(hub);
  const court = await Person.arrive(browser, hub, "court.tononoka", DESK);
  const { page, t } = court;
  await court.go("/court");
  const row = page.locator("li").filter({ hasText: caseCode }).last();
  await row.getByRole("button", { name: t.court.vacate, exact: true }).click();
  await page.locator("dialog [name=reason]").selectOption({ index: 1 });
  await other.change("casework.v1.CaseworkService/MoveCourtDate", {
    caseCode,
    matter,
    reason: "FILE_MISSING",
    courtTime: courtTime(9),
  });
  await court.pressInDialog(t.actions.names.VacateCourtDate);
  await page.locator("dialog").getByText(t.actions.sendAgain).waitFor();
  await page.locator("dialog").getByText(t.court.standsOn("").slice(0, -2)).waitFor();
  await court.pressInDialog(t.cancel);
  // The list takes up what it held back while the form was open.
  await row.getByText(t.casefile.moved(1)).waitFor();
  await court.leave();
});

it("a session that ends in the middle of a form loses nothing typed", async () => {
  const { referralCode } = await sentReferral(hub);
  const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
  const { page, t } = desk;
  await desk.go(`/r/${referralCode}`);
  await page.getByText(t.states.opened, { exact: true }).first().waitFor();
  await desk.button(t.referral.ask).click();
  await page.locator("[name=question]").fill("Does she need an interpreter?");
  await page.evaluate(() =>
    fetch("/rufaa.access.v1.AccessService/SignOut", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", "connect-protocol-version": "1" },
    }),
  );
  await desk.button(t.send).click();
  await page.getByRole("heading", { name: t.signIn.again }).waitFor();
  await desk.signIn();
  expect(await page.locator("[name=question]").inputValue()).toBe("Does she need an interpreter?");
  await desk.button(t.send).click();
  await page.getByText(t.states["info-requested"], { exact: true }).first().waitFor();
  await desk.leave();
});

it("a form sent while the hub restarts is done once", async () => {
  const { referralCode, caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await officer.go(`/c/${caseCode}`);
  await page.locator("details.more-actions > summary").click();
  await officer.button(t.actions.names.AddNote).click();
  await officer.field("note").fill("The aunt will bring her.");
  await hub.stop();
  const submit = page
    .locator("dialog")
    .getByRole("button", { name: t.actions.names.AddNote, exact: true });
  await submit.click();
  await page.locator("dialog").getByText(t.reasons.NO_ANSWER[0]).waitFor({ timeout: 60_000 });
  await hub.start();
  await submit.click();
  await page.locator("dialog").waitFor({ state: "detached" });
  await officer.go(`/r/${referralCode}`);
  await officer.go(`/c/${caseCode}`);
  await page.locator(".timeline > li").first().waitFor();
  expect(await page.getByText(t.events["case.note-added"]).count()).toBe(1);
  await officer.leave();
});

it("a hidden screen shows nothing until its user is there again, and keeps the work", async () => {
  const { referralCode } = await sentReferral(hub);
  const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
  const { page, t } = desk;
  await desk.go(`/r/${referralCode}`);
  await desk.button(t.referral.ask).click();
  await page.locator("[name=question]").fill("Half a que");
  for (let i = 0; i < 3; i++) await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: t.lock.title }).waitFor();
  expect(await page.title()).toBe("Rufaa");
  await page.locator(".curtain input").fill(hub.password);
  await desk.button(t.lock.unlock).click();
  await page.locator(".curtain").waitFor({ state: "detached" });
  expect(await page.locator("[name=question]").inputValue()).toBe("Half a que");
  await desk.button(t.hide).click();
  await page.getByRole("heading", { name: t.lock.title }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: t.lock.title }).waitFor();
  await page.locator(".curtain input").fill(hub.password);
  await desk.button(t.lock.unlock).click();
  await page.locator(".curtain").waitFor({ state: "detached" });
  await desk.leave();
});
