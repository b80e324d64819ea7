import { create } from "@bufbuild/protobuf";
import { expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import { referral } from "../src/api/referral";
import { stampOf } from "../src/api/time";
import { CaseRowSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import {
  ListCaseloadResponseSchema,
  ListCourtCalendarResponseSchema,
} from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import {
  CountWorklistsResponseSchema,
  ListWorklistResponseSchema,
  Queue,
} from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { readWork, ROWS } from "../src/work/items";
import { theirLists } from "./lists";

const inDays = (days: number) => stampOf(new Date(Date.now() + days * 24 * 3600_000));

it("a desk with thousands reads the first rows of each list, and knows how many there are", async () => {
  const listed = vi.spyOn(referral, "listWorklist").mockImplementation(async (request) =>
    create(ListWorklistResponseSchema, {
      referrals: Array.from({ length: request.pageSize! }, (_, i) =>
        create(ReferralSchema, { referralCode: `${request.queue}-${i}`, dueTime: inDays(-1) }),
      ),
      nextPageToken: "more",
    }),
  );
  vi.spyOn(referral, "countWorklists").mockResolvedValue(
    create(CountWorklistsResponseSchema, { counts: [{ queue: Queue.NEW, count: 28_560 }] }),
  );
  const work = await readWork({ role: "agency_desk" });
  expect(work.tabs.new.length).toBe(ROWS);
  expect(work.counts.new).toBe(28_560);
  expect(listed).toHaveBeenCalledTimes(6);
});

it("an officer's caseload is read as far as something is due, and no further", async () => {
  vi.spyOn(referral, "listWorklist").mockResolvedValue(create(ListWorklistResponseSchema, {}));
  vi.spyOn(referral, "countWorklists").mockResolvedValue(
    create(CountWorklistsResponseSchema, {}),
  );
  vi.spyOn(casework, "listCourtCalendar").mockResolvedValue({ courtDates: [] } as never);
  const page = (days: number) =>
    create(ListCaseloadResponseSchema, {
      cases: [create(CaseRowSchema, { caseCode: `C${days}`, dueTime: inDays(days) })],
      nextPageToken: "more",
    });
  const pages = [page(-2), page(0.5), page(30), page(40)];
  const read = vi
    .spyOn(casework, "listCaseload")
    .mockImplementation(async (request) =>
      request.awaitingDecision ? create(ListCaseloadResponseSchema, {}) : pages.shift()!,
    );
  const work = await readWork({ role: "childrens_officer" });
  expect(read.mock.calls.filter(([request]) => !request.awaitingDecision)).toHaveLength(3);
  expect(work.counts).toMatchObject({ overdue: 1, soon: 1 });
});

it("every day in court of the next two weeks is there, however many pages that takes", async () => {
  vi.spyOn(referral, "listWorklist").mockResolvedValue(create(ListWorklistResponseSchema, {}));
  vi.spyOn(referral, "countWorklists").mockResolvedValue(create(CountWorklistsResponseSchema, {}));
  const page = (from: number, next: string) =>
    create(ListCourtCalendarResponseSchema, {
      courtDates: Array.from({ length: 200 }, (_, i) => ({
        caseCode: `C${from + i}`,
        matter: "m1",
        state: "set",
        courtTime: inDays(1),
      })),
      nextPageToken: next,
    });
  vi.spyOn(casework, "listCourtCalendar")
    .mockReset()
    .mockResolvedValueOnce(page(0, "more"))
    .mockResolvedValueOnce(page(200, ""));
  const work = await readWork({ role: "court_desk" });
  expect(work.counts.court).toBe(400);
});

it("a day in court that is past stays first until somebody says what came of it", async () => {
  vi.spyOn(referral, "listWorklist").mockResolvedValue(create(ListWorklistResponseSchema, {}));
  vi.spyOn(referral, "countWorklists").mockResolvedValue(create(CountWorklistsResponseSchema, {}));
  const days = [-40, -1, 3].map((on) => ({
    caseCode: `C${on}`,
    matter: "m1",
    state: "set",
    courtTime: inDays(on),
  }));
  vi.spyOn(casework, "listCourtCalendar")
    .mockReset()
    .mockImplementation(async ({ fromTime }) =>
      create(ListCourtCalendarResponseSchema, {
        courtDates: days.filter((one) => one.courtTime.seconds >= (fromTime?.seconds ?? 0n)),
      }),
    );
  const work = await readWork({ role: "court_desk" });
  expect(work.tabs.court.map((item) => item.id)).toEqual(["C-40/m1", "C-1/m1", "C3/m1"]);
});

const referralIn = (referralCode: string, state: string, days: number) =>
  create(ReferralSchema, { referralCode, state, dueTime: inDays(days) });

it("what a desk works on is listed, and what its sender wants back waits for it", async () => {
  theirLists({
    counts: [{ queue: Queue.INBOX, count: 2 }],
    referrals: ({ queue }) =>
      queue === Queue.INBOX
        ? [referralIn("MSR-BACK", "cancel-requested", 3), referralIn("MSR-RUNS", "in-service", 9)]
        : [],
  });
  const work = await readWork({ role: "agency_desk" });
  expect(work.tabs.received.map((item) => item.id)).toEqual(["MSR-BACK", "MSR-RUNS"]);
  expect(work.tabs.asked.map((item) => item.id)).toEqual(["MSR-BACK"]);
  expect(work.counts).toMatchObject({ received: 2, asked: 1 });
});

it("a transfer waits at the office that is asked, and on it at the office that asks", async () => {
  // Either office has the same row.
  const row = (caseCode: string) =>
    create(CaseRowSchema, {
      caseCode,
      stage: "transfer-pending",
      awaits: "transfer",
      dueTime: inDays(3),
    });
  const theirs = row("MSA-THEIRS");
  theirLists({ undecided: [theirs], cases: [row("MSA-OURS"), theirs] });
  const work = await readWork({ role: "childrens_officer" });
  expect(work.tabs.waiting.map((item) => item.id)).toEqual(["MSA-OURS"]);
  expect(work.tabs.asked.map((item) => item.id)).toEqual(["MSA-THEIRS"]);
});

it("cases of an officer who left wait for the supervisor, each in one line", async () => {
  const plan = create(CaseRowSchema, { caseCode: "MSA-1", awaits: "plan", dueTime: inDays(40) });
  const other = create(CaseRowSchema, { caseCode: "MSA-2", dueTime: inDays(50) });
  theirLists({ undecided: [plan], ofWhoLeft: [plan, other] });
  const work = await readWork({ role: "supervisor" });
  expect(work.tabs.asked).toMatchObject([
    { id: "MSA-1", ownerLeft: true, row: { awaits: "plan" } },
    { id: "MSA-2", ownerLeft: true },
  ]);
  expect(work.counts.asked).toBe(2);
  expect((await readWork({ role: "childrens_officer" })).tabs.asked).toEqual([]);
});
