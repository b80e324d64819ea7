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
  | { kind: "case"; id: string; due?: Timestamp; row: CaseRow; ownerLeft?: boolean }
  | { kind: "court"; id: string; due?: Timestamp; court: CourtDate };

export type Tab =
  "new" | "overdue" | "soon" | "asked" | "escalated" | "court" | "received" | "waiting";
export const TABS: readonly Tab[] = [
  "new",
  "overdue",
  "soon",
  "asked",
  "escalated",
  "court",
  "received",
  "waiting",
];

// Whom the hub tells of what is escalated: others see it as such where it stands.
const isTold = (role: string) => role === "supervisor";
// A volunteer officer answers what is sent to them, and sends nothing to be asked back about.
const isAsked = (role: string) => role !== "vco";
export const tabsFor = (role: string): readonly Tab[] =>
  TABS.filter(
    (tab) => (tab !== "escalated" || isTold(role)) && (tab !== "asked" || isAsked(role)),
  );

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
  asked: Queue.TO_ANSWER,
  received: Queue.INBOX,
  waiting: Queue.WAITING_ON_OTHERS,
} as const;

type ReferralItem = Extract<Item, { kind: "referral" }>;
type CaseItem = Extract<Item, { kind: "case" }>;
const caseItem = (row: CaseRow): CaseItem => ({
  kind: "case",
  id: row.caseCode,
  due: row.dueTime,
  row,
});

async function queue(of: Queue, most: number, told = false): Promise<ReferralItem[]> {
  const referrals = await allPages(async (pageToken) => {
    const page = await referral.listWorklist({
      queue: of,
      escalatedOnly: told,
      sentOnly: told,
      pageSize: Math.min(most, 500),
      pageToken,
    });
    return { items: page.referrals, next: page.nextPageToken };
  }, most);
  return referrals.map((one) => ({
    kind: "referral",
    id: one.referralCode,
    due: one.dueTime,
    referral: one,
  }));
}

// Of what the office sent: what ended, until somebody there takes note of how, and what runs. Of
// what it received only who sent that can take note.
async function escalated(most: number): Promise<{ items: Item[]; more: boolean }> {
  // One more than is shown tells whether there are more.
  const [ended, running] = await Promise.all([
    queue(Queue.ENDED, most + 1, true),
    queue(Queue.OUTBOX, most + 1, true),
  ]);
  return {
    items: [...ended.slice(0, most), ...running.slice(0, most)],
    more: ended.length > most || running.length > most,
  };
}

// The caseload comes by what is due: what is due later than anything shown here is not read.
async function caseload(): Promise<CaseItem[]> {
  const enough = Date.now() + 7 * DAY_MS;
  const rows = await allPages(async (pageToken) => {
    const page = await casework.listCaseload({ pageSize: 500, pageToken });
    const last = dateOf(page.cases.at(-1)?.dueTime)?.getTime() ?? Infinity;
    return { items: page.cases, next: last > enough ? "" : page.nextPageToken };
  });
  return rows.map(caseItem);
}

// However late anything of them falls due.
async function cases(which: { awaitingDecision: true } | { ownerLeft: true }): Promise<CaseItem[]> {
  const rows = await allPages(async (pageToken) => {
    const page = await casework.listCaseload({ ...which, pageSize: 500, pageToken });
    return { items: page.cases, next: page.nextPageToken };
  });
  return rows.map(caseItem);
}

// Nobody works them until the supervisor gives them to another.
const ofWhoLeft = async (): Promise<CaseItem[]> =>
  (await cases({ ownerLeft: true })).map((item) => ({ ...item, ownerLeft: true }));

// One line of each: what is to be decided of it, and that its officer has left.
function together(items: readonly CaseItem[]): CaseItem[] {
  const lines = new Map<string, CaseItem>();
  for (const item of items) lines.set(item.id, { ...lines.get(item.id), ...item });
  return [...lines.values()];
}

// Past ones, too, however old: the hub lists of these only days of which nobody said yet what came
// of them.
async function courtSoon(): Promise<Item[]> {
  // From and to one moment, so that every page is of the same list.
  const to = stampOf(new Date(Date.now() + 14 * DAY_MS));
  const fromTime = stampOf(new Date(0));
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
}

export async function readWork({ role }: Whose, most = ROWS): Promise<Work> {
  const nobody: Item[] = [];
  const supervises = role === "supervisor";
  const [counted, fresh, overdue, soon, asked, received, waiting, told, load, open, left, court] =
    await Promise.all([
      referral.countWorklists({}),
      queue(QUEUES.new, most),
      queue(QUEUES.overdue, most),
      queue(QUEUES.soon, most),
      isAsked(role) ? queue(QUEUES.asked, most) : [],
      queue(QUEUES.received, most),
      queue(QUEUES.waiting, most),
      isTold(role) ? escalated(most) : { items: nobody, more: false },
      OWNS_CASES.includes(role) ? caseload() : [],
      OWNS_CASES.includes(role) ? cases({ awaitingDecision: true }) : [],
      supervises ? ofWhoLeft() : [],
      OWNS_CASES.includes(role) || role === "court_desk" ? courtSoon() : nobody,
    ]);
  const now = Date.now();
  const due = (item: Item) => dateOf(item.due)?.getTime() ?? Infinity;
  const isNew = (item: CaseItem) => item.row.dueWhat === "register" && due(item) >= now;
  // A plan and a closure are the supervisor's to approve; a case is taken over, or found to repeat
  // another, by any officer.
  const decides = ({ row }: CaseItem) =>
    supervises || ["transfer", "duplicate"].includes(row.awaits);
  // A transfer is this office's to answer where it stands among what is to be decided here.
  const ours = new Set(open.map(({ id }) => id));
  const awaited = ({ row }: CaseItem) =>
    row.stage === "transfer-pending" && !ours.has(row.caseCode);
  // The sender wants it back, and waits for a word.
  const backAsked = received.filter(({ referral }) => referral.state === "cancel-requested");
  const tabs: Work["tabs"] = {
    new: [...fresh, ...load.filter(isNew)].sort(byDue),
    overdue: [...overdue, ...load.filter((item) => due(item) < now)].sort(byDue),
    soon: [
      ...soon,
      ...load.filter((item) => !isNew(item) && due(item) >= now && due(item) < now + DAY_MS),
    ].sort(byDue),
    asked: [...asked, ...backAsked, ...together([...left, ...open.filter(decides)])].sort(byDue),
    escalated: told.items,
    court: court.sort(byDue),
    received,
    waiting: [
      ...waiting,
      ...together([...open.filter((item) => !decides(item)), ...load.filter(awaited)]),
    ].sort(byDue),
  };
  const counts = Object.fromEntries(
    TABS.map((tab) => {
      if (tab === "court" || tab === "escalated") return [tab, tabs[tab].length];
      const referrals = counted.counts.find((one) => one.queue === QUEUES[tab])?.count ?? 0;
      const cases = tabs[tab].filter((item) => item.kind !== "referral").length;
      return [tab, referrals + cases + (tab === "asked" ? backAsked.length : 0)];
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

// Where a day in court is all that one may know of a case, its calendar is where it is dealt with.
export const hrefOf = (item: Item): string =>
  item.kind === "referral"
    ? `/r/${item.id}`
    : item.kind === "case"
      ? `/c/${item.id}`
      : item.court.caseOpens
        ? `/c/${item.court.caseCode}`
        : "/court";
