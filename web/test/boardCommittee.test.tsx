// What the board says to the committee of what is hidden from it: that it is, and never that there is
// nothing.
import { act, type ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { CasesByOwner } from "../src/board/CasesByOwner";
import { CasesByStage } from "../src/board/CasesByStage";
import { Indicators } from "../src/board/Indicators";
import { LongestOverdue } from "../src/board/LongestOverdue";
import { OverdueCases } from "../src/board/OverdueCases";
import { Rates } from "../src/board/Rates";
import {
  AgencyRatesSchema,
  CaseCellSchema,
  GetIndicatorsResponseSchema,
  ListOverdueResponseSchema,
  OverdueCaseCellSchema,
} from "../src/gen/rufaa/committee/v1/committee_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({
  useAgencies: () => ({ all: [], name: (id: string) => id }),
}));
const hub = vi.hoisted(() => ({ pages: [] as object[], asked: [] as object[] }));
vi.mock("../src/api/committee", () => {
  const answer = (asked: object) => {
    hub.asked.push(asked);
    return Promise.resolve(hub.pages.shift());
  };
  return { committee: { listOverdue: answer, getIndicators: answer } };
});
beforeEach(() => {
  hub.pages = [];
  hub.asked = [];
});

const show = (page: ReactNode, role: string) =>
  shown(page, { state: "in", caller: { role, agency: "office" } });
const rowsOf = (place: HTMLElement) =>
  [...place.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
const said = (place: HTMLElement) => place.querySelector("[role=status]")!.textContent;

const ONE = {
  maskedCode: "MSR-7F••-••••",
  kind: "referral",
  turnAgency: "clinic",
  dueTime: timestampFromDate(new Date("2026-05-04T09:00:00Z")),
};
const page = (of: { items?: (typeof ONE)[]; nextPageToken?: string; someHidden?: boolean }) =>
  create(ListOverdueResponseSchema, { revision: 7n, ...of });

async function fileOf(place: HTMLElement): Promise<string> {
  let file = new Blob();
  URL.createObjectURL = (blob) => {
    file = blob as Blob;
    return "blob:x";
  };
  URL.revokeObjectURL = () => undefined;
  await act(async () => place.querySelector<HTMLButtonElement>(".figure button")!.click());
  return await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsText(file);
  });
}

it("where all that is overdue is hidden, neither page nor file says that nothing is", async () => {
  hub.pages = [page({ someHidden: true })];
  const place = await show(<LongestOverdue subcounty="" />, "committee");
  expect(said(place)).toBe(en.board.overdueHidden);
  expect(rowsOf(place)).toEqual([[en.board.overdueHidden]]);
  const file = await fileOf(place);
  expect(file).toContain(en.board.overdueHidden);
  expect(file).not.toContain(en.board.nobody);
});

it("where nothing is overdue and nothing hidden, that is said", async () => {
  hub.pages = [page({})];
  const place = await show(<LongestOverdue subcounty="" />, "committee");
  expect(said(place)).toBe(en.board.listed(0));
  expect(rowsOf(place)).toEqual([[en.board.nobody]]);
});

it("the committee's first lines are not called the longest overdue, nor all", async () => {
  hub.pages = [page({ items: [ONE, ONE], nextPageToken: "a", someHidden: true })];
  const place = await show(<LongestOverdue subcounty="" />, "committee");
  expect(said(place)).toBe(`${en.board.list.linesAndMore(2)} ${en.board.overdueHidden}`);
  const rows = rowsOf(place);
  expect(rows.map((row) => row[0])).toEqual([
    "clinic",
    "clinic",
    en.board.list.linesAndMore(2),
    en.board.overdueHidden,
  ]);
  hub.pages = [page({ items: [ONE, ONE], nextPageToken: "a" })];
  const officers = await show(<LongestOverdue subcounty="" />, "childrens_officer");
  expect(said(officers)).toBe(en.board.listedFirst(2));
});

it("overdue cases are told by what is due, without a link, and what is hidden is no zero", async () => {
  const cells = [
    create(OverdueCaseCellSchema, {
      dueWhat: "visit",
      stage: "follow-up",
      turnAgency: "office",
      count: { value: 14n },
      longestDays: 33,
    }),
    create(OverdueCaseCellSchema, {
      dueWhat: "act",
      stage: "registered",
      turnAgency: "other",
      count: { suppressed: true },
    }),
  ];
  const sums = [
    create(OverdueCaseCellSchema, { count: { value: 21n }, longestDays: 33 }),
    create(OverdueCaseCellSchema, { turnAgency: "other", count: { suppressed: true } }),
  ];
  const figure = (subcounty: string) => (
    <OverdueCases sums={sums} cells={cells} subcounty={subcounty} revision={7n} />
  );
  const place = await show(figure(""), "committee");
  expect(rowsOf(place)).toEqual([
    [en.board.allDue, "", en.board.whole, "21", "33"],
    [en.board.allDue, "", "other", en.board.suppressed, en.board.suppressed],
    [en.due.visit, en.stages["follow-up"], "office", "14", "33"],
    [en.due.act, en.stages.registered, "other", en.board.suppressed, en.board.suppressed],
  ]);
  expect(place.querySelector("a")).toBeNull();
  expect(place.textContent).toContain(en.board.tenOverdue);
  expect(await fileOf(place)).toContain(en.due.visit);
  const part = await show(figure("003"), "committee");
  expect(rowsOf(part)[0]![2], "not the whole county's").toBe(en.work.sub("Kisauni"));
  const none = await show(
    <OverdueCases sums={[]} cells={[]} subcounty="" revision={7n} />,
    "childrens_officer",
  );
  expect(rowsOf(none)).toEqual([[en.board.noCaseOverdue]]);
  expect(none.textContent).toContain(en.board.longestDays);
});

it("of counts that are hidden the sums are told: of a stage, of an owner and of all", async () => {
  const hidden = { suppressed: true };
  const cells = ["office", "other"].map((agency) =>
    create(CaseCellSchema, { stage: "assessment", agency, ageBucket: "0-7d", count: hidden }),
  );
  cells.push(
    create(CaseCellSchema, {
      stage: "planned",
      agency: "other",
      ageBucket: "0-7d",
      count: hidden,
    }),
  );
  const sums = [
    { count: { value: 19n } },
    { stage: "assessment", count: { value: 12n } },
    { stage: "planned", count: hidden },
    { agency: "office", count: { value: 11n } },
    { agency: "other", count: hidden },
  ].map((sum) => create(CaseCellSchema, sum));
  const figure = <CasesByStage cells={cells} sums={sums} revision={7n} />;
  const place = await show(figure, "committee");
  expect(rowsOf(place)).toEqual([
    [en.board.allDue, "≥ 3", "0", "0", "0", "19"],
    [en.stages.assessment, "≥ 2", "0", "0", "0", "12"],
    [en.stages.planned, en.board.suppressed, "0", "0", "0", en.board.suppressed],
  ]);
  expect([...place.querySelectorAll(".bar-said")].map((one) => one.textContent)).toEqual([
    "12",
    en.board.suppressed,
  ]);
  const select = place.querySelector("select")!;
  await act(async () => {
    select.value = "office";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(rowsOf(place)[0]).toEqual([en.board.allDue, en.board.suppressed, "0", "0", "0", "11"]);
  const owners = await show(<CasesByOwner sums={sums} revision={7n} />, "committee");
  expect(rowsOf(owners)).toEqual([
    [en.board.allDue, "19"],
    ["office", "11"],
    ["other", en.board.suppressed],
  ]);
  const none = await show(<CasesByOwner sums={[]} revision={7n} />, "committee");
  expect(none.querySelector("table")).toBeNull();
});

it("a page without a line is not the end of what is overdue", async () => {
  hub.pages = [page({ nextPageToken: "a" }), page({ items: [ONE] })];
  const place = await show(<LongestOverdue subcounty="003" />, "committee");
  expect(hub.asked[1]).toMatchObject({ subcounty: "003", pageToken: "a" });
  expect(said(place)).toBe(en.board.list.lines(1));
});

it("a time that may be hidden is not said to be not reached yet", async () => {
  const none = { p50Hours: -1, p90Hours: -1 };
  const some = { p50Hours: 5, p90Hours: -1 };
  const one = (agency: string, hidden: boolean) =>
    create(AgencyRatesSchema, {
      agency,
      sent: hidden ? 0n : 20n,
      sentSuppressed: hidden,
      toDecide: hidden ? none : some,
      toFirstService: none,
    });
  const rows = [one("clinic", false), one("house", true)];
  const figure = <Rates rows={rows} county={undefined} revision={7n} />;
  const timesOf = (place: HTMLElement) => rowsOf(place).map((row) => row.slice(-4));
  const [clinic, house] = timesOf(await show(figure, "committee"));
  expect(clinic![0]).toMatch(/5/);
  expect(clinic!.slice(1)).toEqual(["–", "–", "–"]);
  expect(house).toEqual(Array(4).fill(en.board.suppressed));
  const [officers] = timesOf(await show(figure, "childrens_officer"));
  expect(officers!.slice(1)).toEqual(Array(3).fill(en.board.notYet));
});

it("indicators are asked for as the hub counts them, and for no other time", async () => {
  hub.pages = [
    create(GetIndicatorsResponseSchema, {
      revision: 7n,
      indicators: [{ indicator: "cases-closed", displayName: "Cases closed", value: 12 }],
    }),
  ];
  const place = await show(<Indicators />, "committee");
  expect(rowsOf(place)[0]!.slice(0, 2)).toEqual(["Cases closed", "12"]);
  expect(hub.asked).toEqual([{}]);
  expect(place.querySelector("select")).toBe(null);
});

it("an indicator has the console's words, and one that a county added the hub's", async () => {
  hub.pages = [
    create(GetIndicatorsResponseSchema, {
      revision: 7n,
      indicators: [
        { indicator: "in-school-reached", displayName: "?", value: 6400, target: 10000 },
        { indicator: "elders-trained", displayName: "Elders trained", value: 3 },
      ],
    }),
  ];
  const place = await show(<Indicators />, "committee");
  expect(rowsOf(place).map((row) => row.slice(0, 4))).toEqual([
    [en.board.indicatorNames["in-school-reached"], "6,400", "10,000", "64%"],
    ["Elders trained", "3", en.board.noTarget, "–"],
  ]);
});
