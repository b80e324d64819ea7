import { create } from "@bufbuild/protobuf";
import { expect, it, vi } from "vitest";
import { ReferralSchema, type Referral } from "../src/gen/rufaa/referral/v1/referral_pb";
import { Queue } from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { en } from "../src/i18n/en";
import { sw } from "../src/i18n/sw";
import { readWork, ROWS } from "../src/work/items";
import WorkPage from "../src/work/WorkPage";
import { WorkTable } from "../src/work/WorkTable";
import { asRole, theirLists } from "./lists";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
vi.mock("../src/api/live", () => ({ watchLive: () => () => undefined }));

const of = (referralCode: string, escalated: boolean, allowedActions: string[] = []) =>
  create(ReferralSchema, { referralCode, escalated, allowedActions });

// Each list by what it was asked for: of the escalated, what the office sent.
const lists = (escalated: Partial<Record<Queue, Referral[]>>) =>
  theirLists({
    referrals: ({ queue, escalatedOnly, sentOnly }) =>
      escalatedOnly && sentOnly ? escalated[queue!] ?? [] : [],
  });

const whose = (role: string) => ({ role });

it("a row that is escalated says so in words, beside its code", async () => {
  const items = [of("MSR-1", true), of("MSR-2", false)].map((one) => ({
    kind: "referral" as const,
    id: one.referralCode,
    referral: one,
  }));
  const place = await shown(
    <WorkTable items={items} tab="overdue" at={0} move={() => {}} answer={() => {}} />,
    asRole("childrens_officer"),
  );
  const heads = [...place.querySelectorAll("tbody th")].map((head) => head.textContent);
  expect(heads).toEqual([`MSR-1${en.referral.escalated}`, "MSR-2"]);
  expect(sw.referral.escalated).not.toBe(en.referral.escalated);
});

it("a supervisor reads what is escalated: what runs, and what ended and nobody took note of", async () => {
  const listed = lists({
    [Queue.OUTBOX]: [of("MSR-RUNS", true)],
    [Queue.ENDED]: [of("MSR-SILENT", true, ["ConfirmLoop"])],
  });
  const work = await readWork(whose("supervisor"));
  expect(work.tabs.escalated.map((item) => item.id)).toEqual(["MSR-SILENT", "MSR-RUNS"]);
  expect(work.counts.escalated).toBe(2);
  expect(work.moreEscalated).toBe(false);
  listed.mockClear();
  expect((await readWork(whose("agency_desk"))).tabs.escalated).toEqual([]);
  expect(listed.mock.calls.some(([request]) => request.escalatedOnly)).toBe(false);
});

it("what the office received, and nobody there can clear, is not asked for with the escalated", async () => {
  const listed = lists({});
  await readWork(whose("supervisor"));
  const asked = listed.mock.calls.map(([request]) => request);
  expect(asked.filter((one) => one.escalatedOnly)).toHaveLength(2);
  expect(asked.every((one) => one.sentOnly === one.escalatedOnly)).toBe(true);
});

it("that more is escalated than is shown is said, and no more than is so", async () => {
  const many = Array.from({ length: ROWS + 1 }, (_, i) => of(`MSR-${i}`, true));
  for (const rows of [ROWS, ROWS + 1]) {
    lists({ [Queue.OUTBOX]: many.slice(0, rows) });
    const work = await readWork(whose("supervisor"));
    expect(work.counts.escalated).toBe(ROWS);
    expect(work.moreEscalated).toBe(rows > ROWS);
  }
});

it("the supervisor's work has a tab of what is escalated, and nobody else's", async () => {
  lists({ [Queue.OUTBOX]: [of("MSR-RUNS", true)] });
  const page = async (role: string) => shown(<WorkPage />, asRole(role));
  const tab = (place: HTMLElement) => place.querySelector<HTMLElement>("#tab-escalated");
  const place = await page("supervisor");
  expect(tab(place)!.textContent).toBe(`${en.work.tabs.escalated} 1`);
  expect(tab(place)!.querySelector(".bad")).not.toBeNull();
  expect(tab(await page("childrens_officer"))).toBeNull();
});
