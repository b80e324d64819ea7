// The lists behind the board's figures. Who sees the county sees what is overdue of it, under masked
// codes; who keeps cases or answers referrals has its own in full.
import type { KnownCaller } from "../offline/caller";

export interface Overdue {
  whose?: string;
  kind?: "case" | "referral";
  state?: string;
}

export function overdueHref(of: Overdue): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(of)) if (value) query.set(name, String(value));
  return `/board?${query}`;
}

const KEEPS_CASES = ["childrens_officer", "supervisor"];

export const casesHref = (caller: KnownCaller, stage: string, agency: string): string =>
  KEEPS_CASES.includes(caller.role) && agency === caller.agency
    ? `/cases?stage=${stage}`
    : overdueHref({ kind: "case", state: stage, whose: agency });

export const referralsHref = (caller: KnownCaller, turn: string): string =>
  turn === caller.agency && KEEPS_CASES.includes(caller.role)
    ? "/work"
    : overdueHref({ kind: "referral", whose: turn });

export const offersHref = (agency: string): string => `/directory?tab=offers&agency=${agency}`;
