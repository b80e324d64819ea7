import { act, type ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { create } from "@bufbuild/protobuf";
import { readFileSync } from "node:fs";
import { forgetAges, noteAge } from "../src/api/age";
import { tell } from "../src/api/live";
import { indicatorHref } from "../src/board/behind";
import { Unmet } from "../src/board/BedsAndNeeds";
import { CasesByStage } from "../src/board/CasesByStage";
import { Figure, numbered } from "../src/board/Figure";
import { Funnel } from "../src/board/Funnel";
import { CasesList } from "../src/board/lists/CasesList";
import { Rates } from "../src/board/Rates";
import { ReferralStates } from "../src/board/ReferralStates";
import { Turns } from "../src/board/Turns";
import { CountedCaseSchema } from "../src/gen/rufaa/committee/v1/lists_pb";
import {
  AgencyRatesSchema,
  CaseCellSchema,
  ReferralCellSchema,
  ReferralStateCellSchema,
  UnmetNeedSchema,
} from "../src/gen/rufaa/committee/v1/committee_service_pb";
import { en } from "../src/i18n/en";
import type { KnownCaller } from "../src/offline/caller";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: (id: string) => id }) }));

// Tells nothing.
vi.mock("../src/api/liveClient", () => ({
  live: { watch: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }) },
}));

const show = (page: ReactNode, role: string) =>
  shown(page, { state: "in", caller: { role, agency: "office" } });
const hrefs = (place: HTMLElement) =>
  [...place.querySelectorAll("a")].map((link) => link.getAttribute("href"));

const CELLS = [
  create(CaseCellSchema, {
    stage: "assessment",
    agency: "office",
    ageBucket: "0-7d",
    count: { value: 12n },
  }),
];

const ofEachAge = (base: string) => [
  base,
  ...["0-7d", "8-28d", "29-84d", "85d%2B"].map((age) => `${base}&age=${age}`),
];

it("each figure of the board opens the list of what it counts, for who sees counts only", async () => {
  const place = await show(<CasesByStage cells={CELLS} revision={7n} />, "committee");
  expect(new Set(hrefs(place))).toEqual(new Set(ofEachAge("/board/cases?stage=assessment")));
  expect(place.querySelector("td a")!.getAttribute("aria-label")).toBe(
    "Assessment, 0–7 days: 12",
  );
});

it("and the cases themselves, for the officer whose they are", async () => {
  const place = await show(<CasesByStage cells={CELLS} revision={7n} />, "childrens_officer");
  const select = place.querySelector("select")!;
  await act(async () => {
    select.value = "office";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(new Set(hrefs(place))).toEqual(new Set(ofEachAge("/cases?stage=assessment")));
});

it("a figure of one sub-county opens the list of that sub-county", async () => {
  const place = await show(
    <CasesByStage cells={CELLS} revision={7n} subcounty="003" />,
    "committee",
  );
  expect(hrefs(place)[0]).toBe("/board/cases?stage=assessment&subcounty=003");
});

it("shares open the referrals of which they are true, of the agency and of the county", async () => {
  const rate = { value: 0.5, part: 10n, whole: 20n };
  const one = (agency: string) =>
    create(AgencyRatesSchema, { agency, sent: 20n, response: rate, silence: rate });
  const place = await show(
    <Rates rows={[one("clinic")]} county={one("")} revision={7n} />,
    "committee",
  );
  const links = hrefs(place);
  expect(links).toContain("/board/answers");
  expect(links).toContain("/board/answers?share=response");
  expect(links).toContain("/board/answers?share=silence&agency=clinic");
  const funnel = await show(<Funnel county={one("")} revision={7n} />, "committee");
  expect(hrefs(funnel)).toContain("/board/answers?share=silence");
});

it("an agency whose figures are hidden is still there, and its figures are no zeros", async () => {
  const one = (agency: string) => create(AgencyRatesSchema, { agency, sentSuppressed: true });
  const nobody = create(AgencyRatesSchema, { agency: "nobody-asked" });
  const place = await show(
    <Rates rows={[one("clinic"), nobody]} county={one("")} revision={7n} />,
    "committee",
  );
  const rows = [...place.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("th, td")].slice(0, 2).map((cell) => cell.textContent),
  );
  expect(rows).toEqual([
    [en.board.all, en.board.suppressed],
    ["clinic", en.board.suppressed],
  ]);
  const funnel = await show(<Funnel county={one("")} revision={7n} />, "committee");
  expect(funnel.querySelector(".bar-said")!.textContent).toBe(en.board.suppressed);
});

it("needs and who must act open theirs, and what is overdue opens what is known of it", async () => {
  const count = { value: 12n };
  const needs = await show(
    <Unmet
      needs={[create(UnmetNeedSchema, { service: "RMTS", subcounty: "003", count })]}
      revision={7n}
    />,
    "committee",
  );
  expect(new Set(hrefs(needs))).toEqual(new Set(["/board/needs?service=RMTS&subcounty=003"]));
  const turns = await show(
    <Turns
      cells={[create(ReferralCellSchema, { turnAgency: "clinic", count, overdue: count })]}
      revision={7n}
    />,
    "committee",
  );
  expect(new Set(hrefs(turns))).toEqual(
    new Set(["/board/referrals?whose=clinic", "/board?kind=referral&whose=clinic"]),
  );
});

it("every indicator of the hub has words, and opens a list if it is of cases or referrals", () => {
  const sources = ["services/committee/indicators.cc", "domain/indicators/targets.h"];
  const text = sources.map((path) => readFileSync(`../${path}`, "utf8")).join("");
  const ids = text.matchAll(/(?:\{|= )"([a-z]+-[a-z-]+)"[,;]\s/g);
  const found = [...ids].map((match) => match[1]!);
  expect(found.length).toBe(12);
  const reached = readFileSync("../domain/codelists/data/activity_kind.csv", "utf8");
  const kinds = [...reached.matchAll(/^([A-Z_]+),/gm)].map((match) => match[1]!);
  const ofKinds = kinds.map((kind) => kind.toLowerCase().replaceAll("_", "-"));
  expect(ofKinds.length).toBe(4);
  const all = [...found, ...ofKinds];
  expect(Object.keys(en.board.indicatorNames).sort()).toEqual([...all].sort());
  // Volunteers and activities are of no case; the console has no list of them.
  const withoutList = ["chvs-enrolled", "vcos-enrolled", ...ofKinds];
  const by = (role: string) => ({ role, agency: "office" }) as KnownCaller;
  const listed = (role: string) => all.filter((id) => !indicatorHref(by(role), id));
  expect(listed("childrens_officer")).toEqual(withoutList);
  // Nor has who sees suppressed counts a list of the children identified alone.
  expect(listed("committee").sort()).toEqual(["children-identified", ...withoutList].sort());
});

const lines = vi.hoisted(() => ({ pages: [] as object[], asked: [] as object[] }));
vi.mock("../src/api/committee", () => ({
  committee: {
    listCountedCases: (asked: object) => {
      lines.asked.push(asked);
      return Promise.resolve(lines.pages.shift());
    },
  },
}));

it("a list goes on past an empty page, leaves out what it is not told, and says what is hidden", async () => {
  history.replaceState(null, "", "/board/cases?stage=assessment&age=0-7d");
  const page = { cases: [], revision: 7n, someHidden: true, nextPageToken: "" };
  const one = { maskedCode: "MSA-7F••-••", stage: "assessment", agency: "office" };
  lines.pages = [
    { ...page, nextPageToken: "a" },
    { ...page, cases: [create(CountedCaseSchema, one)], nextPageToken: "b" },
    { ...page, cases: [create(CountedCaseSchema, { ...one, agency: "other" })] },
  ];
  const place = await show(<CasesList />, "committee");
  const cells = (rows: string) =>
    [...place.querySelectorAll(rows)].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
  expect(cells("thead tr")).toEqual([
    [en.board.masked, en.board.stage, en.board.agency],
  ]);
  expect(cells("tbody tr")).toEqual([["MSA-7F••-••", "Assessment", "office"]]);
  expect(place.textContent).toContain(en.board.list.hiddenWhy);
  expect(place.textContent).toContain(en.board.list.linesAndMore(1));
  expect(lines.asked[0]).toMatchObject({ stage: "assessment", ageBucket: "0-7d", pageToken: "" });
  expect([...place.querySelectorAll("select")].length).toBe(4);
  const more = [...place.querySelectorAll("button")].find((one) => one.textContent === en.more)!;
  await act(async () => more.click());
  expect(cells("tbody tr").map((row) => row[2])).toEqual(["office", "other"]);
  expect(lines.asked[2]).toMatchObject({ pageToken: "b" });
  expect(place.textContent).toContain(en.board.list.lines(2));

  // As while the hub's log does not answer.
  await act(async () => noteAge("any", new Date()));
  lines.pages = [
    { ...page, cases: [create(CountedCaseSchema, one)], nextPageToken: "b" },
    { ...page, cases: [create(CountedCaseSchema, { ...one, agency: "new" })] },
  ];
  await act(async () => tell());
  await act(async () => forgetAges());
  expect(cells("tbody tr").map((row) => row[2]), "as far as it was read").toEqual(["office", "new"]);
  history.replaceState(null, "", "/");
});

it("the children identified are listed alone, for who sees every number", async () => {
  history.replaceState(null, "", "/board/cases?ever=1&found=1");
  const page = { cases: [], revision: 7n, someHidden: false, nextPageToken: "" };
  for (const role of ["childrens_officer", "committee"]) {
    const sees = role === "childrens_officer";
    lines.asked.length = 0;
    lines.pages = [page];
    const place = await show(<CasesList />, role);
    expect(lines.asked[0]).toMatchObject({ includeEnded: true, foundOnly: sees });
    const title = en.board.indicatorNames["children-identified"];
    expect(place.textContent!.includes(title)).toBe(sees);
  }
  history.replaceState(null, "", "/");
});

it("states stand in the order of a referral's life, with a figure for each age", async () => {
  const cell = (state: string, ageBucket: string, value: bigint) =>
    create(ReferralStateCellSchema, { state, ageBucket, count: { value } });
  const place = await show(
    <ReferralStates
      cells={[cell("in-service", "0-7d", 3n), cell("sent", "8-28d", 4n), cell("sent", "0-7d", 2n)]}
      revision={7n}
    />,
    "committee",
  );
  const rows = [...place.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((one) => one.textContent),
  );
  expect(rows).toEqual([
    ["Sent", "2", "4", "0", "0"],
    ["In service", "3", "0", "0", "0"],
  ]);
});

it("a file says of which event it is", async () => {
  const make = vi.spyOn(document, "createElement");
  URL.createObjectURL = () => "blob:x";
  URL.revokeObjectURL = () => undefined;
  const place = await show(
    <Figure title="T" head={["a", "b"]} rows={[["x", numbered("1")]]} file="f" revision={42n} />,
    "committee",
  );
  make.mockClear();
  await act(async () => place.querySelector("button")!.click());
  const link = make.mock.results.map((one) => one.value as HTMLAnchorElement)[0]!;
  expect(link.download).toBe("rufaa-f-event-42.csv");
  make.mockRestore();
});
