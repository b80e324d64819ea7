// Every page, its address, and who finds it in the navigation. What a page may show is the hub's to
// decide; a page that somebody has no use for is only left out of the way.
import { createElement, type ComponentType } from "react";
import { later } from "../ui/later";
import { Loading } from "../ui/States";
import { PATHS, type Path } from "./paths";
import { matchPath } from "./router";

type Params = Record<string, string>;
interface Page {
  page: ComponentType<{ params: Params }>;
  narrow?: boolean;
}

const page = (load: () => Promise<{ default: ComponentType<{ params: Params }> }>) =>
  later(load, createElement(Loading));

const pages: Record<Path, Page> = {
  "/work": { page: page(() => import("../work/WorkPage")) },
  "/cases": { page: page(() => import("../casefile/CasesPage")) },
  "/r/:code": { page: page(() => import("../referral/ReferralPage")) },
  "/c/:code": { page: page(() => import("../casefile/CasePage")) },
  "/c/:code/refer": { page: page(() => import("../refer/ReferPage")) },
  "/report": { page: page(() => import("../report/ReportPage")), narrow: true },
  "/reports": { page: page(() => import("../report/MyReportsPage")), narrow: true },
  "/beds": { page: page(() => import("../beds/BedsPage")) },
  "/court": { page: page(() => import("../court/CourtPage")) },
  "/board": { page: page(() => import("../board/BoardPage")) },
  "/board/:list": { page: page(() => import("../board/lists/ListPage")) },
  "/audit": { page: page(() => import("../audit/AuditPage")) },
  "/directory": { page: page(() => import("../directory/DirectoryPage")) },
  "/account": { page: page(() => import("./AccountPage")), narrow: true },
};

export function routeFor(path: string): { route: Page; params: Params } | undefined {
  for (const pattern of PATHS) {
    const params = matchPath(pattern, path);
    if (params) return { route: pages[pattern], params };
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
  supervisor: ["work", "cases", "court", "report", "reports", "board", "directory"],
  agency_desk: ["work", "beds", "report", "reports", "directory"],
  court_desk: ["work", "court", "report", "reports", "directory"],
  committee: ["board", "court", "directory"],
  auditor: ["audit", "directory"],
  dpo: ["audit", "directory"],
};

export const navFor = (role: string): NavKey[] => NAV[role] ?? ["directory"];
export const homeFor = (role: string): string => `/${navFor(role)[0]}`;
