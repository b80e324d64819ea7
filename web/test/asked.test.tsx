import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import CasesPage from "../src/casefile/CasesPage";
import { CaseRowSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import { Queue } from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { en } from "../src/i18n/en";
import { sw } from "../src/i18n/sw";
import { readWork } from "../src/work/items";
import WorkPage from "../src/work/WorkPage";
import { asRole, theirLists } from "./lists";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
vi.mock("../src/api/live", () => ({ watchLive: () => () => undefined }));

const ofCase = (caseCode: string, awaits: string) =>
  create(CaseRowSchema, { caseCode, awaits, ownerPerson: "p-officer" });

// The receiver of MSR-1 asks; of three cases a decision is waited for, and nothing is due.
beforeEach(() => {
  theirLists({
    counts: [{ queue: Queue.TO_ANSWER, count: 1 }],
    referrals: ({ queue }) =>
      queue === Queue.TO_ANSWER
        ? [create(ReferralSchema, { referralCode: "MSR-1", toAgency: "shelter" })]
        : [],
    undecided: [ofCase("MSA-1", "plan"), ofCase("MSA-2", "closure"), ofCase("MSA-3", "transfer")],
  });
});

const codes = (items: readonly { id: string }[]) => items.map((item) => item.id).sort();

it("a supervisor has together what asks for an answer and what asks for an approval", async () => {
  const work = await readWork({ role: "supervisor" });
  expect(codes(work.tabs.asked)).toEqual(["MSA-1", "MSA-2", "MSA-3", "MSR-1"]);
  expect(work.counts.asked).toBe(4);
  expect(work.counts.waiting).toBe(0);
});

it("an officer answers and takes over; what the supervisor is to approve waits on others", async () => {
  const work = await readWork({ role: "childrens_officer" });
  expect(codes(work.tabs.asked)).toEqual(["MSA-3", "MSR-1"]);
  expect(codes(work.tabs.waiting)).toEqual(["MSA-1", "MSA-2"]);
  expect(work.counts).toMatchObject({ asked: 2, waiting: 2 });
});

it("an officer decides whether a case repeats another", async () => {
  theirLists({ undecided: [ofCase("MSA-4", "duplicate")] });
  const work = await readWork({ role: "childrens_officer" });
  expect(codes(work.tabs.asked)).toEqual(["MSA-4"]);
  const place = await shown(<WorkPage />, asRole("childrens_officer"));
  expect(place.querySelector("tbody")!.textContent).toContain(en.work.awaits.duplicate);
});

it("a desk is asked back about what it sent; who sends nothing has no such tab", async () => {
  expect(codes((await readWork({ role: "agency_desk" })).tabs.asked)).toEqual(["MSR-1"]);
  expect((await readWork({ role: "vco" })).tabs.asked).toEqual([]);
  const place = await shown(<WorkPage />, asRole("vco"));
  expect(place.querySelector("#tab-asked")).toBeNull();
});

it("work begins with what waits for one where nothing is due, and says in words what that is", async () => {
  const place = await shown(<WorkPage />, asRole("supervisor"));
  const tab = place.querySelector("#tab-asked")!;
  expect(tab.getAttribute("aria-selected")).toBe("true");
  expect(tab.textContent).toBe(`${en.work.tabs.asked} 4`);
  const rows = [...place.querySelectorAll("tbody tr")].map((row) => row.textContent ?? "");
  expect(rows.find((row) => row.includes("MSA-2"))).toContain(en.work.awaits.closure);
  expect(rows.find((row) => row.includes("MSR-1"))).toContain("shelter");
  expect(sw.work.awaits.closure).not.toBe(en.work.awaits.closure);
});

it("the office's cases can be listed by whether they wait to be decided", async () => {
  const place = await shown(<CasesPage params={{}} />, asRole("supervisor"));
  expect(place.querySelector("tbody tr")).toBeNull();
  const box = [...place.querySelectorAll("label")].find((one) =>
    one.textContent?.includes(en.work.undecided),
  )!;
  await act(async () => box.click());
  expect(place.querySelectorAll("tbody tr")).toHaveLength(3);
  expect(place.textContent).toContain(en.work.awaits.plan);
});

it("a supervisor lists the cases of officers who have left; nobody else is asked", async () => {
  const boxOf = (place: HTMLElement) =>
    [...place.querySelectorAll("label")].find((one) =>
      one.textContent?.includes(en.work.ownerLeft),
    );
  const place = await shown(<CasesPage params={{}} />, asRole("supervisor"));
  await act(async () => boxOf(place)!.click());
  const asked = vi.mocked(casework.listCaseload).mock.calls.map(([request]) => request.ownerLeft);
  expect([asked[0], asked.at(-1)]).toEqual([false, true]);
  const officers = await shown(<CasesPage params={{}} />, asRole("childrens_officer"));
  expect(boxOf(officers)).toBeUndefined();
});
