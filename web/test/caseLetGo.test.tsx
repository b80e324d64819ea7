// A case that is to be decided on, goes over to another office, or goes on in another case.
import { Code, ConnectError } from "@connectrpc/connect";
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import { setQuery } from "../src/app/router";
import CasePage from "../src/casefile/CasePage";
import {
  CaseReplySchema,
  GetCaseResponseSchema,
  GetTimelineResponseSchema,
} from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
let told = () => {};
vi.mock("../src/api/live", () => ({
  watchLive: (changed: () => void) => {
    told = changed;
    return () => undefined;
  },
  holdLive: () => () => undefined,
}));
beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
  setQuery("tab", "");
});

const { names } = en.actions;
const GONE = new ConnectError("no such case", Code.NotFound);
const CASE = { caseCode: "MSA-1", sex: "SFEM", stage: "registered", ownerAgency: "sco" };
const reply = async () => create(CaseReplySchema, {});

// `entries` null: the timeline does not come.
async function show(agency: string, caseFile: object, entries: object[] | null = []) {
  const read = vi.spyOn(casework, "getCase").mockImplementation(async () =>
    create(GetCaseResponseSchema, {
      caseFile: { ...CASE, ...caseFile },
    }),
  );
  vi.spyOn(casework, "getTimeline").mockReturnValue(
    entries
      ? Promise.resolve(create(GetTimelineResponseSchema, { entries: entries as never }))
      : new Promise(() => undefined),
  );
  const place = await shown(<CasePage params={{ code: "MSA-1" }} />, {
    state: "in",
    signInsSeen: 0,
    caller: { person: "p-1", agency, role: "childrens_officer" },
  });
  const press = (name: string, of: ParentNode = place) =>
    act(async () =>
      [...of.querySelectorAll("button")].find((one) => one.textContent === name)!.click(),
    );
  return { place, read, press };
}
const form = () => document.querySelector<HTMLFormElement>("dialog form")!;
const send = () => act(async () => form().requestSubmit());

it("who approves a closure is told why it was asked", async () => {
  const { place } = await show("sco", { closureRequested: true, closureReason: "NOT_A_CASE" });
  expect(place.textContent).toContain(en.casefile.closureAsked("The report proved unfounded"));
});

it("who declines a transfer is told that it was done, and shown the case no longer", async () => {
  const { place, read, press } = await show("sco-2", {
    stage: "transfer-pending",
    transferTo: "sco-2",
    allowedActions: ["DeclineTransfer"],
  });
  const decline = vi.spyOn(casework, "declineTransfer").mockImplementation(reply);
  await press(names.DeclineTransfer);
  form().querySelector<HTMLSelectElement>("[name=reason]")!.value = "OUT_OF_AREA";
  read.mockRejectedValue(GONE);
  await send();
  expect(decline).toHaveBeenCalledWith(expect.objectContaining({ reason: "OUT_OF_AREA" }));
  expect(place.textContent).toContain(en.casefile.letGo);
  expect(place.textContent).not.toContain(en.staleTitle);
  expect(place.querySelector(".identity")).toBeNull();
});

it("who asked for a transfer takes the request back, by that name and without a reason", async () => {
  const { place, press } = await show("sco", {
    stage: "transfer-pending",
    transferTo: "sco-2",
    allowedActions: ["DeclineTransfer"],
  });
  const decline = vi.spyOn(casework, "declineTransfer").mockImplementation(reply);
  expect(place.textContent).not.toContain(names.DeclineTransfer);
  await press(names.WithdrawTransfer);
  expect(form().querySelector("[name=reason]")).toBeNull();
  await send();
  expect(decline).toHaveBeenCalledWith(expect.objectContaining({ reason: "OTHER" }));
  expect(place.textContent).toContain(`${names.WithdrawTransfer}: recorded`);
});

it("a case that its reader may no longer know of does not stay on the screen", async () => {
  const { place, read } = await show("sco", {});
  expect(place.querySelector(".identity")).not.toBeNull();
  read.mockRejectedValue(new ConnectError("away", Code.Unavailable));
  await act(async () => told());
  expect(place.querySelector(".identity"), "no answer is no refusal").not.toBeNull();
  read.mockRejectedValue(GONE);
  await act(async () => told());
  expect(place.querySelector(".identity")).toBeNull();
  expect(place.textContent).toContain(en.reasons.NOT_FOUND_OR_NOT_YOURS[0]);
});

it("a case that was found to repeat another says where the work goes on", async () => {
  const facts = { of: "MSA-2", same: "yes" };
  const { place } = await show("sco", { stage: "duplicate" }, [
    { eventType: "case.duplicate-decided", facts: { of: "MSA-3", same: "no" } },
    { eventType: "case.duplicate-decided", facts },
  ]);
  expect(place.textContent).toContain(en.casefile.goesOnIn("MSA-2"));
  expect(place.querySelector('a[href="/c/MSA-2"]')).not.toBeNull();
});

it("whether two cases are of one child is said, and not left alone", async () => {
  const { press } = await show("sco", {
    possibleDuplicateOf: "MSA-2",
    allowedActions: ["DecideDuplicate"],
  });
  const decide = vi.spyOn(casework, "decideDuplicate").mockImplementation(reply);
  await press(names.DecideDuplicate);
  expect(form().querySelector<HTMLInputElement>("[name=of]")!.value).toBe("MSA-2");
  const same = form().querySelector<HTMLSelectElement>("[name=same]")!;
  expect(same.checkValidity(), "nothing is chosen yet").toBe(false);
  same.value = "no";
  await send();
  expect(decide).toHaveBeenCalledWith(expect.objectContaining({ of: "MSA-2", same: false }));
});

it("what a recipient without consent is shown of a case says why that is all", async () => {
  const { place } = await show("hosp", { sex: "", stage: "", ownerAgency: "" });
  expect(place.textContent).toContain(en.casefile.closedToYou);
  const terms = [...place.querySelectorAll(".identity dt")].map((one) => one.textContent);
  expect(terms, "no heading without anything under it").toEqual([en.work.columns.code]);
});

it("that no referral was sent is said once that is known, and not while it is read", async () => {
  setQuery("tab", "referrals");
  const { place } = await show("sco", {});
  expect(place.textContent).toContain(en.casefile.noReferrals);
  const { place: waiting } = await show("sco", {}, null);
  expect(waiting.textContent).not.toContain(en.casefile.noReferrals);
});
