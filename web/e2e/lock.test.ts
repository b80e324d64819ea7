// A screen that is locked, or whose session ended: nothing of it is seen, used or lost.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Hub } from "./hub";
import { DESK, launch, Person, PHONE } from "./people";
import { sentReferral } from "./prepared";
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

async function openNote(officer: Person, caseCode: string, text: string): Promise<void> {
  await officer.go(`/c/${caseCode}`);
  await officer.openAction("AddNote");
  await officer.field("note").fill(text);
}
const lock = async ({ page, t }: Person): Promise<void> => {
  for (let i = 0; i < 3; i++) await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: t.lock.title }).waitFor();
};
// What stands in the middle of the screen, and where keys go.
const onTop = ({ page }: Person) =>
  page.evaluate(() => {
    const of = (one: Element | null) => one?.closest("dialog")?.className ?? "page";
    return [of(document.elementFromPoint(innerWidth / 2, innerHeight / 2)), of(document.activeElement)];
  });
const endSession = ({ page }: Person) =>
  page.evaluate(() =>
    fetch("/rufaa.access.v1.AccessService/SignOut", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", "connect-protocol-version": "1" },
    }),
  );

it("a lock covers an open form, and gives it back as it was", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await openNote(officer, caseCode, "Half a note");
  await lock(officer);
  expect(await onTop(officer)).toEqual(["curtain", "curtain"]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  expect(await onTop(officer)).toEqual(["curtain", "curtain"]);
  await page.keyboard.type(hub.password);
  await page.keyboard.press("Enter");
  await page.locator(".curtain").waitFor({ state: "detached" });
  expect(await onTop(officer)).toEqual(["dialog", "dialog"]);
  expect(await officer.field("note").inputValue()).toBe("Half a note");
  await officer.submitDialog(t.actions.names.AddNote);
  await page.getByText(t.events["case.note-added"]).first().waitFor();
  await officer.leave();
});

it("a session that ends under a form in a dialog is renewed over it", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await openNote(officer, caseCode, "The aunt will bring her.");
  await endSession(officer);
  await officer.pressInDialog(t.actions.names.AddNote);
  await page.getByRole("heading", { name: t.signIn.again }).waitFor();
  await expect.poll(() => onTop(officer)).toEqual(["curtain", "curtain"]);
  await officer.signIn();
  expect(await officer.field("note").inputValue()).toBe("The aunt will bring her.");
  await officer.submitDialog(t.actions.names.AddNote);
  await page.getByText(t.events["case.note-added"]).first().waitFor();
  await officer.leave();
});

it("single keys answer nothing on a locked list", async () => {
  await sentReferral(hub);
  const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
  const { page } = desk;
  await desk.go("/work?tab=new");
  await page.locator("tbody tr, .card").first().waitFor();
  await lock(desk);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("a");
  expect(await page.locator("dialog:not(.curtain)").count()).toBe(0);
  expect((await onTop(desk))[0]).toBe("curtain");
  await desk.leave();
});

it("Escape closes a form that is untouched, and the focus is where it was", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await officer.go(`/c/${caseCode}`);
  await officer.openAction("AddNote");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    t.actions.names.AddNote,
  );
  await officer.leave();
});

it("Escape closes no form that was typed into", async () => {
  const { caseCode } = await sentReferral(hub);
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  await openNote(officer, caseCode, "Kept");
  // A browser lets a page refuse its own closing once, not twice.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByText(t.escapeKeeps).waitFor();
  expect(await officer.field("note").inputValue()).toBe("Kept");
  await officer.pressInDialog(t.close);
  await page.locator("dialog").waitFor({ state: "detached" });
  await officer.leave();
});

it("a lock holds in every tab of the browser, and in a new one", async () => {
  const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
  const { page, t, context } = desk;
  const open = async () => {
    const tab = await context.newPage();
    await tab.goto(`${hub.url}/directory`);
    return tab;
  };
  const locked = (tab: Page) => tab.getByRole("heading", { name: t.lock.title });
  const before = await open();
  await before.locator("main h1").waitFor();
  await desk.button(t.hide).click();
  await locked(page).waitFor();
  await locked(before).waitFor();
  const after = await open();
  await locked(after).waitFor();
  await after.locator(".curtain input").fill(hub.password);
  await after.getByRole("button", { name: t.lock.unlock, exact: true }).click();
  for (const tab of [page, before, after])
    await tab.locator(".curtain").waitFor({ state: "detached" });
  await desk.leave();
});

it("a locked screen listens to nothing, and every tab hears again when unlocked", async () => {
  await sentReferral(hub);
  const desk = await Person.arrive(browser, hub, "desk.coast", DESK);
  const { page, t, context } = desk;
  await desk.go("/work?tab=new");
  const other = await context.newPage();
  await other.goto(`${hub.url}/work?tab=new`);
  for (const tab of [page, other]) await tab.locator("tbody tr").first().waitFor();
  const listening = () =>
    other.evaluate(async () => {
      const { held } = await navigator.locks.query();
      return held?.filter((lock) => lock.name === "rufaa-live").length;
    });
  await expect.poll(listening).toBe(1);
  await desk.button(t.hide).click();
  for (const tab of [page, other]) await tab.locator(".curtain").waitFor();
  await expect.poll(listening).toBe(0);
  await sentReferral(hub);

  await page.locator(".curtain input").fill(hub.password);
  await desk.button(t.lock.unlock).click();
  for (const tab of [page, other]) await tab.locator(".curtain").waitFor({ state: "detached" });
  const told = (tab: Page, many: number) =>
    expect
      .poll(() => tab.locator(".fresh button").textContent(), { timeout: 30_000 })
      .toContain(t.work.fresh(many));
  for (const tab of [page, other]) await told(tab, 1);
  // Whoever listened is gone: the other one goes on.
  await page.close();
  await sentReferral(hub);
  await told(other, 2);
  await other.close();
  await context.close();
});

it("a locked phone without a network reports a child, and shows nothing of before", async () => {
  const chv = await Person.arrive(browser, hub, "chv.kisauni", PHONE);
  const { page, t, context } = chv;
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await fillReport(chv, { first: "Halima", surname: "Kabla", narrative: "Begun before." });
  await chv.button(t.hide).click();
  await context.setOffline(true);
  await page.reload();
  await chv.button(t.lock.awayReport).click();
  const form = page.locator(".apart");
  await form.locator("button.task").nth(1).click();
  await form.locator("[name=first]").waitFor();
  expect(await form.locator("[name=first]").inputValue()).toBe("");
  await form.locator("[name=first]").fill("Juma");
  expect(await form.getByText("Halima").count()).toBe(0);
  expect(await form.locator("a[href='/reports']").count()).toBe(0);
  // What is begun so is sealed, and nobody else who comes this way finds it.
  await chv.button(t.hide).last().click();
  await chv.button(t.lock.awayReport).click();
  await form.locator("button.task").nth(1).click();
  expect(await form.locator("[name=first]").inputValue()).toBe("");
  await chv.button(t.hide).last().click();

  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await chv.button(t.lock.awayReport).waitFor({ state: "detached" });
  expect((await onTop(chv))[0]).toBe("curtain");
  await page.locator(".curtain input").fill(hub.password);
  await chv.button(t.lock.unlock).click();
  await page.locator(".curtain").waitFor({ state: "detached" });
  // Both are there for their owner.
  await chv.go("/reports");
  await page.getByRole("link", { name: t.report.list.goOn }).first().click();
  await page.locator("button.task").nth(1).click();
  expect(await page.locator("[name=first]").inputValue()).toBe("Juma");
  await chv.go("/report?step=child");
  await expect.poll(() => page.locator("[name=first]").inputValue()).toBe("Halima");
  await chv.leave();
});

it("a phone whose session ran out is locked without a network, until somebody signs in", async () => {
  const chv = await Person.arrive(browser, hub, "chv.kisauni", PHONE);
  const { page, t, context } = chv;
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await fillReport(chv, { first: "Zuhura", surname: "Kabla", narrative: "Begun before." });
  await context.clearCookies();
  await page.reload();
  await page.getByRole("heading", { name: t.signIn.title, exact: true }).waitFor();
  await context.setOffline(true);
  await page.reload();
  await chv.button(t.lock.awayReport).waitFor();
  expect((await onTop(chv))[0]).toBe("curtain");
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await chv.signIn();
  await chv.go("/report?step=child");
  await expect.poll(() => page.locator("[name=first]").inputValue()).toBe("Zuhura");
  await page.locator("[name=age]").fill("0.5");
  await chv.button(t.next).click();
  await page.locator(".error-summary").getByText(t.report.missing.age).waitFor();
  await chv.leave();
});

it("signing out of a locked screen asks before it deletes what was never sent", async () => {
  const chv = await Person.arrive(browser, hub, "chv.kisauni.2", PHONE);
  const { page, t, context } = chv;
  await chv.go("/reports");
  await chv.go("/report");
  await context.setOffline(true);
  await fillReport(chv, { first: "Amina", surname: "Bado", narrative: "Not sent yet." });
  await page.locator("main .buttons .button.primary").click();
  await page.getByText(t.report.kept).waitFor();
  await chv.button(t.hide).click();
  const curtain = page.locator(".curtain");
  await curtain.getByRole("button", { name: t.signOut, exact: true }).click();
  await page.getByText(t.signOutUnsent(1)).waitFor();
  expect((await onTop(chv))[0]).toBe("dialog");
  await chv.button(t.stay).click();
  await context.setOffline(false);
  await page.locator(".curtain input").fill(hub.password);
  await chv.button(t.lock.unlock).click();
  await curtain.waitFor({ state: "detached" });
  await chv.go("/reports");
  await page.getByText(t.report.list.received).waitFor();
  await chv.leave();
});

it("a tab that was left open is closed to whoever signs in in another", async () => {
  const chv = await Person.arrive(browser, hub, "chv.kisauni", PHONE);
  const { page, t, context } = chv;
  await context.setOffline(true);
  await fillReport(chv, { first: "Neema", surname: "Mwingine", narrative: "Of the first one." });
  await page.locator("main .buttons .button.primary").click();
  await page.getByText(t.report.kept).waitFor();
  await context.clearCookies();
  await context.setOffline(false);
  await page.getByRole("heading", { name: t.signIn.again }).waitFor();

  const other = await context.newPage();
  await other.goto(hub.url);
  await other.getByLabel(t.signIn.login).fill("teacher.kisauni");
  await other.getByLabel(t.signIn.password, { exact: true }).fill(hub.password);
  await other.getByRole("button", { name: t.signIn.submit, exact: true }).click();
  await other.locator("footer.foot").waitFor();
  // The first one's page is the second one's now, and holds nothing of the first.
  await page.locator("footer.foot").waitFor();
  await page.locator(".curtain").waitFor({ state: "detached" });
  await expect.poll(() => page.getByText("Neema").count()).toBe(0);
  await chv.go("/reports");
  await page.getByText(t.report.list.empty).waitFor();
  await other.close();
  await chv.leave();
});
