// What waits for a desk, from three lists of the hub: referrals, cases, days in court.
import { allPages } from "../app/useLoad";
import { casework } from "../api/casework";
import { referral } from "../api/referral";
import { dateOf, stampOf } from "../api/time";
import type { CaseRow, CourtDate } from "../gen/rufaa/casework/v1/casework_pb";
import type { Referral } from "../gen/rufaa/referral/v1/referral_pb";
import { Queue } from "../gen/rufaa/referral/v1/referral_service_pb";
import type { Timestamp } from "@bufbuild/protobuf/wkt";

export type Item =
  | { kind: "referral"; id: string; due?: Timestamp; referral: Referral }
  | { kind: "case"; id: string; due?: Timestamp; row: CaseRow }
  | { kind: "court"; id: string; due?: Timestamp; court: CourtDate };

export type Tab = "new" | "overdue" | "soon" | "escalated" | "court" | "waiting";
export const TABS: readonly Tab[] = ["new", "overdue", "soon", "escalated", "court", "waiting"];

// Whom the hub tells of what is escalated: others see it as such where it stands.
const isTold = (role: string) => role === "supervisor";
export const tabsFor = (role: string): readonly Tab[] =>
  TABS.filter((tab) => tab !== "escalated" || isTold(role));

export interface Work {
  tabs: Record<Tab, Item[]>;
  // How many each tab has, also of those not read yet.
  counts: Record<Tab, number>;
  // Of the escalated there is no such count: there are more than were read.
  moreEscalated: boolean;
  readAt: Date;
}

// Rows read of each list at first, and how many more at a time: a desk with thousands sees its most
// urgent ones at once.
export const ROWS = 100;

const DAY_MS = 24 * 3600_000;
const QUEUES = {
  new: Queue.NEW,
  overdue: Queue.OVERDUE,
  soon: Queue.DUE_SOON,
  waiting: Queue.WAITING_ON_OTHERS,
} as const;

type ReferralItem = Extract<Item, { kind: "referral" }>;

// `sentBy`: of what is escalated, that which this agency sent; else all, escalated or not.
async function queue(of: Queue, most: number, sentBy?: string): Promise<ReferralItem[]> {
  const referrals = await allPages(async (pageToken) => {
    const page = await referral.listWorklist({
      queue: of,
      escalatedOnly: sentBy !== undefined,
      // What is not shown is read past in large steps.
      pageSize: sentBy === undefined ? Math.min(most, 500) : 500,
      pageToken,
    });
    return {
      items: page.referrals.filter((one) => sentBy === undefined || one.fromAgency === sentBy),
      next: page.nextPageToken,
    };
  }, most);
  return referrals.map((one) => ({
    kind: "referral",
    id: one.referralCode,
    due: one.dueTime,
    referral: one,
  }));
}

// Of what the office sent: what ended, until somebody there takes note of how, and what runs. What
// ended of all it received is listed with it, and only who sent that can take note.
async function escalated(agency: string, most: number): Promise<{ items: Item[]; more: boolean }> {
  const [ended, running] = await Promise.all([
    queue(Queue.ENDED, most, agency),
    queue(Queue.OUTBOX, most, agency),
  ]);
  return {
    items: [...ended, ...running],
    more: ended.length >= most || running.length >= most,
  };
}

// The caseload comes by what is due: what is due later than anything shown here is not read.
async function caseload(): Promise<Item[]> {
  const enough = Date.now() + 7 * DAY_MS;
  const rows = await allPages(async (pageToken) => {
    const page = await casework.listCaseload({ pageSize: 500, pageToken });
    const last = dateOf(page.cases.at(-1)?.dueTime)?.getTime() ?? Infinity;
    return { items: page.cases, next: last > enough ? "" : page.nextPageToken };
  });
  return rows.map((row) => ({ kind: "case", id: row.caseCode, due: row.dueTime, row }));
}

async function courtSoon(): Promise<Item[]> {
  const to = stampOf(new Date(Date.now() + 14 * DAY_MS));
  // From one moment, so that every page is of the same list.
  const fromTime = stampOf(new Date());
  const dates = await allPages(async (pageToken) => {
    const page = await casework.listCourtCalendar({
      fromTime,
      toTime: to,
      pageSize: 500,
      pageToken,
    });
    return { items: page.courtDates, next: page.nextPageToken };
  });
  return dates
    .filter((date) => date.state === "set")
    .map((court) => ({
      kind: "court",
      id: `${court.caseCode}/${court.matter}`,
      due: court.courtTime,
      court,
    }));
}

const byDue = (a: Item, b: Item) =>
  (dateOf(a.due)?.getTime() ?? Infinity) - (dateOf(b.due)?.getTime() ?? Infinity);

const OWNS_CASES = ["childrens_officer", "supervisor"];

// Whose work it is.
export interface Whose {
  role: string;
  agency: string;
}

export async function readWork({ role, agency }: Whose, most = ROWS): Promise<Work> {
  const nobody: Item[] = [];
  const [counted, fresh, overdue, soon, waiting, told, cases, court] = await Promise.all([
    referral.countWorklists({}),
    queue(QUEUES.new, most),
    queue(QUEUES.overdue, most),
    queue(QUEUES.soon, most),
    queue(QUEUES.waiting, most),
    isTold(role) ? escalated(agency, most) : { items: nobody, more: false },
    OWNS_CASES.includes(role) ? caseload() : nobody,
    OWNS_CASES.includes(role) || role === "court_desk" ? courtSoon() : nobody,
  ]);
  const now = Date.now();
  const due = (item: Item) => dateOf(item.due)?.getTime() ?? Infinity;
  const isNew = (item: Item) =>
    item.kind === "case" && item.row.dueWhat === "register" && due(item) >= now;
  const tabs: Work["tabs"] = {
    new: [...fresh, ...cases.filter(isNew)].sort(byDue),
    overdue: [...overdue, ...cases.filter((item) => due(item) < now)].sort(byDue),
    soon: [
      ...soon,
      ...cases.filter((item) => !isNew(item) && due(item) >= now && due(item) < now + DAY_MS),
    ].sort(byDue),
    escalated: told.items,
    court: court.sort(byDue),
    waiting: waiting.sort(byDue),
  };
  const counts = Object.fromEntries(
    TABS.map((tab) => {
      if (tab === "court" || tab === "escalated") return [tab, tabs[tab].length];
      const referrals = counted.counts.find((one) => one.queue === QUEUES[tab])?.count ?? 0;
      return [tab, referrals + tabs[tab].filter((item) => item.kind !== "referral").length];
    }),
  ) as Work["counts"];
  return { readAt: new Date(), tabs, counts, moreEscalated: told.more };
}

// What is in the newer list and was not in the older.
export function arrivals(shown: readonly Item[], newer: readonly Item[]): number {
  const known = new Set(shown.map((item) => item.id));
  return newer.filter((item) => !known.has(item.id)).length;
}

export const sameItems = (a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, i) => item.id === b[i]!.id);

export const hrefOf = (item: Item): string =>
  item.kind === "referral"
    ? `/r/${item.id}`
    : item.kind === "case"
      ? `/c/${item.id}`
      : `/c/${item.court.caseCode}`;
