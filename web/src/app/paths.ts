// Every address of the console. What must hold of every page is tested over this list.
export const PATHS = [
  "/work",
  "/cases",
  "/r/:code",
  "/c/:code",
  "/c/:code/refer",
  "/report",
  "/reports",
  "/beds",
  "/court",
  "/board",
  "/board/:list",
  "/audit",
  "/directory",
  "/account",
] as const;
export type Path = (typeof PATHS)[number];
