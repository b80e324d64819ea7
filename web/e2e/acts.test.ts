// How a case ends or goes over to others, by the people who decide on it: a report that proved
// unfounded, a transfer declined and taken back, two cases of one child, a referral asked back.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Hub } from "./hub";
import { DESK, launch, Person, PHONE } from "./people";
import { Api, sentReferral } from "./prepared";

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

const CASES = "casework.v1.CaseworkService/";

// A case that its officer took on, of which nothing is asked of anybody.
async function newCase(): Promise<{ caseCode: string; officer: Api }> {
  const chv = await Api.as(hub, "chv.kisauni");
  const { caseFile } = await chv.change<{ caseFile: { caseCode: string } }>(
    `${CASES}IdentifyChild`,
    {
      reporter: "CRON",
      categories: [{ category: "CSRG" }],
      sex: "SFEM",
      ageYears: 14,
      subcounty: "003",
    },
  );
  const officer = await Api.as(hub, "officer.kisauni");
  await officer.change(`${CASES}RegisterCase`, { caseCode: caseFile.caseCode });
  return { caseCode: caseFile.caseCode, officer };
}

it("a report that proved unfounded is closed by another, who reads why", async () => {
  const { caseCode } = await newCase();
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  await officer.go(`/c/${caseCode}`);
  // Of a case without need, court date or order none is to be met, moved or ended.
  await officer.page.getByText(officer.t.actions.otherActions).waitFor();
  const text = (await officer.page.locator("main").textContent())!;
  expect(text).not.toContain(officer.t.actions.names.EndOrder);
  await officer.act(
    "RequestClosure",
    async () => void (await officer.field("reason").selectOption("NOT_A_CASE")),
  );
  await officer.leave();
  const supervisor = await Person.arrive(browser, hub, "supervisor.kisauni", PHONE);
  await supervisor.go("/work?tab=asked");
  await supervisor.page.locator(".work-table").getByText(caseCode).click();
  const why = "Ripoti ilibainika si ya kweli";
  await supervisor.page.getByText(supervisor.t.casefile.closureAsked(why)).waitFor();
  await supervisor.act("ApproveClosure");
  await supervisor.page.getByText(supervisor.t.stages.closed, { exact: true }).first().waitFor();
  await supervisor.leave();
});

it("a transfer waits on the other office; declined there, or taken back, it is over", async () => {
  const { caseCode, officer: api } = await newCase();
  await api.change(`${CASES}SetRisk`, { caseCode, risk: "RLMD" });
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  const { page, t } = officer;
  const ask = () =>
    officer.act(
      "RequestTransfer",
      async () => void (await officer.field("toAgency").selectOption("dcs-nyali")),
    );
  await officer.go(`/c/${caseCode}`);
  await ask();
  await officer.go("/work?tab=waiting");
  await page.locator(".work-table tr").filter({ hasText: caseCode }).waitFor();

  const asked = await Person.arrive(browser, hub, "officer.nyali", PHONE);
  await asked.go(`/c/${caseCode}`);
  await asked.act(
    "DeclineTransfer",
    async () => void (await asked.field("reason").selectOption("OUT_OF_AREA")),
  );
  await asked.page.getByText(asked.t.casefile.letGo).waitFor();
  expect(await asked.page.locator(".identity").count()).toBe(0);
  await asked.leave();

  await officer.go(`/c/${caseCode}`);
  await ask();
  await officer.act("WithdrawTransfer");
  await page.getByText(t.stages.registered, { exact: true }).first().waitFor();
  await officer.leave();
});

it("of two cases of one child the one that ends says where the other is", async () => {
  const { caseCode: ends } = await newCase();
  const { caseCode: goesOn } = await newCase();
  const officer = await Person.arrive(browser, hub, "officer.kisauni", PHONE);
  await officer.go(`/c/${ends}`);
  await officer.act("FlagDuplicate", () => officer.field("of").fill(goesOn));
  await officer.openAction("DecideDuplicate");
  expect(await officer.field("of").inputValue()).toBe(goesOn);
  await officer.pressInDialog(officer.t.actions.names.DecideDuplicate);
  expect(await officer.page.locator("dialog").count(), "it is not said yet").toBe(1);
  await officer.field("same").selectOption("yes");
  await officer.submitDialog(officer.t.actions.names.DecideDuplicate);
  await officer.page.getByText(officer.t.casefile.goesOnIn(goesOn)).waitFor();
  await officer.page.locator("main").getByRole("link", { name: goesOn }).first().click();
  await officer.page.getByRole("heading", { name: goesOn }).waitFor();
  await officer.leave();
});

it("a referral that its sender wants back waits for the desk that has it", async () => {
  const { referralCode } = await sentReferral(hub);
  const coast = await Api.as(hub, "desk.coast");
  const of = "referral.v1.ReferralService/";
  await coast.change(`${of}OpenReferral`, { referralCode });
  await coast.change(`${of}AcceptReferral`, { referralCode });
  const desk = await Person.arrive(browser, hub, "desk.coast", PHONE);
  await desk.go("/work?tab=received");
  await desk.page.locator(".work-table").getByText(referralCode).waitFor();
  const officer = await Person.arrive(browser, hub, "officer.kisauni", DESK);
  await officer.go(`/r/${referralCode}`);
  await officer.act(
    "RequestCancel",
    async () => void (await officer.field("reason").selectOption("RECIPIENT_GONE")),
  );
  await officer.page.getByText(`${officer.t.actions.names.RequestCancel}: recorded`).waitFor();
  await officer.leave();
  await desk.go("/work?tab=waiting");
  await desk.go("/work?tab=asked");
  const fresh = desk.page.locator(".fresh button");
  const row = desk.page.locator(".work-table").getByText(referralCode);
  await row.or(fresh).first().waitFor();
  if (await fresh.count()) await fresh.click();
  await row.click();
  await desk.act("ConfirmCancel");
  await desk.page.getByText(desk.t.states.cancelled, { exact: true }).first().waitFor();
  await desk.page.getByText(desk.t.referral.cancelled).waitFor();
  await desk.leave();
});
