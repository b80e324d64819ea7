// A report's steps: what contradicts itself is asked for again, Back leads to the step before, and a
// draft is deleted only when that is said twice.
import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { navigate } from "../src/app/router";
import { en } from "../src/i18n/en";
import { keepDraft, readDraft } from "../src/offline/outbox";
import { missingIn } from "../src/report/draft";
import ReportPage from "../src/report/ReportPage";
import { StepForm } from "../src/report/StepForm";
import { shown } from "./shown";
import { until } from "./until";

const ME = "p-chv-02";
const session = { state: "in", signInsSeen: 0, caller: { person: ME, role: "chv", subcounty: "003" } };

it("an age and a date of birth more than a year apart are not both true", () => {
  const now = new Date("2026-11-24T10:00:00+03:00");
  const wrong = (age: string, birth: string) =>
    missingIn("child", { sex: "SFEM", subcounty: "003", age, birth }, now);
  expect(wrong("14", "1990-01-01")).toEqual({ birth: "apart" });
  expect(wrong("16", "2012-06-01")).toEqual({ birth: "apart" });
  // 13 until its birthday, told as a year older or younger.
  for (const age of ["12", "13", "14", ""]) expect(wrong(age, "2012-11-25")).toEqual({});
  expect(wrong("15", "2012-11-25")).toEqual({ birth: "apart" });
});

it("a year that was mistyped is asked for again, of a birth and of an assault", () => {
  const now = new Date("2026-11-24T10:00:00+03:00");
  const child = (birth: string) =>
    missingIn("child", { sex: "SFEM", subcounty: "003", birth }, now);
  expect(child("1206-01-01")).toEqual({ birth: "year" });
  expect(child("1950-01-01")).toEqual({});
  const what = (day: string, of: { age?: string; birth?: string }) =>
    missingIn("what", { category: "CSRG", reporter: "CRON", exposure: `${day}T09:00`, ...of }, now);
  for (const of of [{}, { age: "14" }, { birth: "2012-01-01" }])
    expect(what("0206-11-01", of)).toEqual({ exposure: "unborn" });
  expect(what("2010-11-01", { age: "14" })).toEqual({ exposure: "unborn" });
  expect(what("2011-11-01", { age: "14" }), "of an age the year may be one off").toEqual({});
  expect(what("2024-11-01", { birth: "2012-01-01" }), "told years later").toEqual({});
});

beforeEach(() => {
  vi.stubGlobal("scrollTo", () => undefined);
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
});

// What is kept on the device comes when it comes.
const soon = (done: () => void | Promise<void>) =>
  until(async () => {
    await act(async () => new Promise((turn) => setTimeout(turn, 20)));
    await done();
  });
const press = (place: HTMLElement, text: string, at = 0) =>
  act(async () =>
    [...place.querySelectorAll("button")].filter((one) => one.textContent === text)[at]!.click(),
  );

it("Back leads from a step to the list of steps, and not out of the report", async () => {
  navigate("/report");
  const place = await shown(<ReportPage params={{}} />, session);
  await soon(() => expect(place.querySelector(".task")).not.toBeNull());
  await act(async () => place.querySelector<HTMLElement>(".task")!.click());
  expect(location.search).toBe("?step=safe");
  await act(async () => {
    history.back();
    await new Promise((done) => setTimeout(done, 80));
  });
  await soon(() => expect(place.querySelector(".tasks")).not.toBeNull());
  expect(location.pathname + location.search).toBe("/report");
  // An address may name a step that the report has not come to.
  await act(async () => navigate("/report?step=check"));
  await soon(() => expect(place.querySelector(".tasks")).not.toBeNull());
});

it("a draft is deleted when one is sure", async () => {
  await keepDraft(ME, { first: "Half" });
  navigate("/report");
  const place = await shown(<ReportPage params={{}} />, session);
  await soon(() => expect(place.textContent).toContain(en.report.discard));
  await press(place, en.report.discard);
  expect(place.textContent).toContain(en.report.list.discardSure);
  await press(place, en.cancel);
  expect(await readDraft(ME)).toEqual({ first: "Half" });
  await press(place, en.report.discard);
  await press(place, en.report.list.drop);
  await soon(async () => expect((await readDraft(ME)) ?? {}).toEqual({}));
  expect(place.textContent).not.toContain(en.report.list.discardSure);
});

it("the step on consent asks for nothing that is not sent", async () => {
  navigate("/report?step=consent");
  const place = await shown(<ReportPage params={{}} />, session);
  await soon(() => expect(place.textContent).toContain(en.report.consent.tell));
  expect(place.querySelector("form")!.querySelectorAll("input, select, textarea").length).toBe(0);
});

// The draft after something else is chosen in one of the step's lists, and the step is left by the
// phone's own Back: nobody reads the form again.
async function draftAfter(
  step: "child" | "what",
  draft: Record<string, string>,
  change: [string, string],
) {
  const kept = vi.fn();
  const nothing = () => undefined;
  const place = await shown(
    <StepForm step={step} draft={draft} change={kept} done={nothing} back={nothing} />,
    session,
  );
  const list = place.querySelector<HTMLSelectElement>(`[name=${change[0]}]`)!;
  await act(async () => {
    list.value = change[1];
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
  return kept.mock.lastCall![0] as Record<string, string>;
}

it("what was chosen under another sub-county, or another category, is not sent with the new one", async () => {
  const moved = await draftAfter("child", { subcounty: "001", ward: "1" }, ["subcounty", "003"]);
  expect(moved).toMatchObject({ subcounty: "003", ward: "" });
  const same = await draftAfter("child", { subcounty: "001", ward: "1" }, ["disability", ""]);
  expect(same).toMatchObject({ subcounty: "001", ward: "1" });
  const told = { category: "CSRG", subcategory: "CEPR" };
  const other = await draftAfter("what", told, ["category", "CCOA"]);
  expect(other).toMatchObject({ category: "CCOA", subcategory: "" });
  expect(await draftAfter("what", told, ["nature", ""])).toMatchObject(told);
});

it("a child born today is not of tomorrow, however early in the day it is here", () => {
  const now = new Date("2026-11-24T00:30:00+03:00");
  const wrong = (birth: string) =>
    missingIn("child", { sex: "SFEM", subcounty: "003", birth }, now);
  expect(wrong("2026-11-24")).toEqual({});
  expect(wrong("2026-11-25")).toEqual({ birth: "future" });
});
