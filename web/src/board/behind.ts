// The lists behind the board's figures. Who sees the county sees what is counted of it, under masked
// codes; who keeps cases or answers referrals has its own in full.
import type { KnownCaller } from "../offline/caller";
import type { Share } from "./rates";

type Query = Record<string, string | undefined>;

function withQuery(path: string, of: Query): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(of)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export interface Overdue extends Query {
  whose?: string;
  kind?: "case" | "referral";
  state?: string;
}
export const overdueHref = (of: Overdue): string => withQuery("/board", of);

const KEEPS_CASES = ["childrens_officer", "supervisor"];
export const keepsCases = (caller: KnownCaller): boolean => KEEPS_CASES.includes(caller.role);

export interface Cases extends Query {
  stage?: string;
  agency?: string;
  age?: string;
  subcounty?: string;
}
export const casesHref = (caller: KnownCaller, of: Cases): string => {
  const { agency, ...mine } = of;
  return keepsCases(caller) && agency === caller.agency
    ? withQuery("/cases", mine)
    : withQuery("/board/cases", of);
};
// Ended ones, too.
export const foundHref = (): string => "/board/cases?ever=1&found=1";

export interface Running extends Query {
  state?: string;
  age?: string;
  whose?: string;
  subcounty?: string;
}
export const runningHref = (of: Running): string => withQuery("/board/referrals", of);

export const turnHref = (caller: KnownCaller, turn: string, subcounty = ""): string =>
  turn === caller.agency && keepsCases(caller)
    ? "/work"
    : runningHref({ whose: turn, subcounty });

// As the API calls the rates.
const RATES: Record<Share, string> = {
  decided: "response",
  accepted: "acceptance",
  completed: "completion",
  confirmed: "loop-closed",
  silent: "silence",
  missed: "no-show",
};
export const rateOf = (share: Share): string => RATES[share];
const shareOf = (rate: string): Share | undefined =>
  (Object.keys(RATES) as Share[]).find((share) => RATES[share] === rate);

export interface Answers extends Query {
  agency?: string;
  subcounty?: string;
}
// Without a share: all that were sent.
export const answersHref = (share: Share | "", of: Answers = {}): string =>
  withQuery("/board/answers", { share: share && RATES[share], ...of });

export interface Needs extends Query {
  service?: string;
  subcounty?: string;
  met?: string;
}
export const needsHref = (of: Needs): string => withQuery("/board/needs", of);

export const offersHref = (agency: string): string => `/directory?tab=offers&agency=${agency}`;

// By the API's id of an indicator. Which of the cases count as children found is told only to who
// sees every number.
export function indicatorHref(caller: KnownCaller, id: string): string | undefined {
  const share = shareOf(id.replace(/-rate$/, ""));
  if (share) return answersHref(share);
  return {
    "children-identified": keepsCases(caller) ? foundHref() : undefined,
    "cases-closed": "/board/cases?stage=closed",
    "needs-met": needsHref({ met: "1" }),
    "referrals-sent": answersHref(""),
  }[id];
}
