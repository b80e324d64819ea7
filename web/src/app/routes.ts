// Every page, its address, and who finds it in the navigation. What a page may show is the hub's to
// decide; a page that somebody has no use for is only left out of the way.
import { lazy, type ComponentType } from "react";
import { matchPath } from "./router";

type Params = Record<string, string>;
interface Route {
  pattern: string;
  page: ComponentType<{ params: Params }>;
  narrow?: boolean;
}

const page = <T extends { default: ComponentType<{ params: Params }> }>(load: () => Promise<T>) =>
  lazy(load);

const routes: Route[] = [
  { pattern: "/work", page: page(() => import("../work/WorkPage")) },
  { pattern: "/cases", page: page(() => import("../casefile/CasesPage")) },
  { pattern: "/r/:code", page: page(() => import("../referral/ReferralPage")) },
  { pattern: "/c/:code", page: page(() => import("../casefile/CasePage")) },
  { pattern: "/c/:code/refer", page: page(() => import("../refer/ReferPage")) },
  { pattern: "/report", page: page(() => import("../report/ReportPage")), narrow: true },
  { pattern: "/reports", page: page(() => import("../report/MyReportsPage")), narrow: true },
  { pattern: "/beds", page: page(() => import("../beds/BedsPage")) },
  { pattern: "/court", page: page(() => import("../court/CourtPage")) },
  { pattern: "/board", page: page(() => import("../board/BoardPage")) },
  { pattern: "/audit", page: page(() => import("../audit/AuditPage")) },
  { pattern: "/directory", page: page(() => import("../directory/DirectoryPage")) },
  { pattern: "/account", page: page(() => import("./AccountPage")), narrow: true },
];

export function routeFor(path: string): { route: Route; params: Params } | undefined {
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (params) return { route, params };
  }
  return undefined;
}

export type NavKey =
  "work" | "cases" | "report" | "reports" | "beds" | "court" | "board" | "audit" | "directory";

const NAV: Record<string, NavKey[]> = {
  chv: ["report", "reports", "directory"],
  vco: ["work", "report", "reports", "directory"],
  teacher: ["report", "reports", "directory"],
  helpline: ["report", "reports", "directory"],
  childrens_officer: ["work", "cases", "court", "report", "reports", "board", "directory"],
  supervisor: ["work", "cases", "court", "report", "board", "directory"],
  agency_desk: ["work", "beds", "report", "reports", "directory"],
  court_desk: ["work", "court", "report", "directory"],
  committee: ["board", "directory"],
  auditor: ["audit", "directory"],
  dpo: ["audit", "directory"],
};

export const navFor = (role: string): NavKey[] => NAV[role] ?? ["directory"];
export const homeFor = (role: string): string => `/${navFor(role)[0]}`;
