// The main job, from a child found to a referral served, by the people whose work it is, in both
// languages and at both widths.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Hub } from "./hub";
import { launch, Person, traces, type Screen } from "./people";
import { report } from "./reporting";

const SCREENS: Screen[] = [
  { language: "en", width: 1280 },
  { language: "sw", width: 1280 },
  { language: "en", width: 320 },
  { language: "sw", width: 320 },
];
const CANARY = {
  first: "Zawadicanary",
  surname: "Mwakanary",
  narrative: "Canaryword at the beach",
  note: "Canarynote: she does not sleep in the dark",
};

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

describe.each(SCREENS)("the main job, $language at $width px", (screen) => {
  let code = "";
  let referral = "";
  const come = (login: string) => Person.arrive(browser, hub, login, screen);

  it("a volunteer reports a child and reads out the code", async () => {
    const chv = await come("chv.kisauni");
    code = await report(chv, CANARY);
    expect(code).toMatch(/^MSA-/);
    await chv.go(`/c/${code}`);
    await chv.page.getByText(chv.t.stages.identified).first().waitFor();
    await chv.leave();
  });

  it("the officer takes it on, plans, and refers to a rescue centre with room", async () => {
    const desk = await come("desk.tumaini");
    await desk.go("/beds");
    await desk.page.getByRole("button", { name: desk.t.beds.less }).first().click();
    await desk.page.getByText("0 min").or(desk.page.getByText("dak. 0")).first().waitFor();
    await desk.leave();

    const officer = await come("officer.kisauni");
    await officer.go(`/c/${code}`);
    await officer.act("RegisterCase");
    await officer.act("SetRisk", async () => {
      await officer.field("risk").selectOption("RLHG");
      await officer.page.locator("dialog [value=SOLD_NOW]").check();
    });
    await officer.act("AssessCase", () => officer.field("childsViewsRecorded").check());
    await officer.act("GiveConsent", async () => {
      await officer.field("recipientKind").selectOption("RESCUE_CENTRE");
      await officer.field("givenBy").selectOption("GUARDIAN");
    });
    await officer.act("DraftPlan");
    const supervisor = await come("supervisor.kisauni");
    await supervisor.go(`/c/${code}`);
    await supervisor.act("ApprovePlan");
    await supervisor.leave();
    await officer.go("/work");
    await officer.go(`/c/${code}`);
    await officer.act("StartImplementation");
    await officer.go(`/c/${code}/refer`);
    await officer.page.locator("select").first().selectOption("RMTS");
    await officer.page.getByText("Tumaini Rescue Centre").first().click();
    const told = officer.page.getByLabel(officer.t.compartments[2]);
    expect(await told.isChecked()).toBe(false);
    await officer.page.locator("[name=note]").fill(CANARY.note);
    await expect.poll(() => told.isChecked()).toBe(true);
    await officer.button(officer.t.refer.submit).click();
    const done = await officer.page.locator(".notice.good .notice-title").textContent();
    referral = /MSR-[0-9A-Z-]*[0-9A-Z]/.exec(done!)![0];
    await officer.leave();
  });

  it("the rescue centre sees the minimum, accepts in two taps, and opens the name for a minute", async () => {
    const desk = await come("desk.tumaini");
    const { page, t } = desk;
    await desk.go(`/r/${referral}`);
    await page.getByText(t.referral.minimum).waitFor();
    expect(await page.content()).not.toContain(CANARY.first);
    expect(await page.content()).not.toContain(CANARY.note);
    await desk.button(t.referral.accept).click();
    await desk.button(t.referral.confirmAccept).click();
    // Question and answer stand beside the names, to be opened by themselves.
    const names = page.getByRole("region", { name: t.reveal.title, exact: true });
    await names.getByRole("button", { name: t.reveal.open, exact: true }).click();
    await page.getByText(CANARY.first).waitFor();
    await page.getByText(CANARY.note).waitFor();
    await desk.button(t.reveal.hide).click();
    expect(await page.content()).not.toContain(CANARY.first);
    await desk.leave();
  });

  it("serves, completes, and the officer takes note", async () => {
    const desk = await come("desk.tumaini");
    await desk.go(`/r/${referral}`);
    await desk.act("RecordService");
    await desk.act(
      "CompleteReferral",
      async () => void (await desk.field("outcome").selectOption("SERVED")),
    );
    await desk.leave();
    const officer = await come("officer.kisauni");
    await officer.go(`/r/${referral}`);
    await officer.act("ConfirmLoop");
    await officer.page.getByText(officer.t.states.completed).first().waitFor();
    await officer.leave();
  });
});

it("no name of a child is in an address, a title, the console or what the browser keeps", () => {
  expect(traces.length).toBeGreaterThan(100);
  for (const canary of ["canary", "kanary"]) {
    expect(traces.filter((trace) => trace.toLowerCase().includes(canary))).toEqual([]);
  }
  expect(traces.filter((trace) => trace.startsWith("pageerror"))).toEqual([]);
});
