import { create } from "@bufbuild/protobuf";
import { expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import { dateOf, stampOf } from "../src/api/time";
import CourtPage from "../src/court/CourtPage";
import { Month } from "../src/court/Month";
import { CourtDateSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { ListCourtCalendarResponseSchema } from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { en } from "../src/i18n/en";
import { hrefOf } from "../src/work/items";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
vi.mock("../src/api/live", () => ({
  watchLive: () => () => undefined,
  holdLive: () => () => undefined,
}));

const DAY_MS = 24 * 3600_000;
const session = {
  state: "in",
  signInsSeen: 0,
  sessionEnded: () => undefined,
  caller: { person: "p-1", agency: "court", role: "court_desk" },
};
const on = (caseCode: string, days: number, more: object = {}) =>
  create(CourtDateSchema, {
    caseCode,
    matter: "m1",
    state: "set",
    session: "STHR",
    courtTime: stampOf(new Date(Date.now() + days * DAY_MS)),
    ...more,
  });

it("every past day without an outcome stands first, however old, as overdue", async () => {
  const dates = [on("MSA-OLD", -40, { allowedActions: ["RecordCourtOutcome"] }), on("MSA-NEXT", 2)];
  vi.spyOn(casework, "listCourtCalendar").mockImplementation(async (request) =>
    create(ListCourtCalendarResponseSchema, {
      courtDates: dates.filter((one) => dateOf(one.courtTime)! >= dateOf(request.fromTime as never)!),
    }),
  );
  const place = await shown(<CourtPage params={{}} />, session);
  const first = place.querySelector("section")!;
  expect(first.querySelector("h2")!.textContent).toContain(en.court.past);
  expect(first.textContent).toContain("MSA-OLD");
  expect(first.querySelector(".due .bad")).not.toBeNull();
  expect(first.querySelector("button")!.textContent).toBe(en.court.outcome);
});

it("the code of a case that does not open leads nowhere, and offers nothing", async () => {
  vi.spyOn(casework, "listCourtCalendar").mockResolvedValue(
    create(ListCourtCalendarResponseSchema, {
      courtDates: [on("MSA-SHUT", 1), on("MSA-OPEN", 1, { caseOpens: true })],
    }),
  );
  const links = (place: HTMLElement) =>
    [...place.querySelectorAll("a")].map((one) => one.getAttribute("href"));
  const agenda = await shown(<CourtPage params={{}} />, session);
  expect(agenda.textContent).toContain("MSA-SHUT");
  expect(links(agenda)).toEqual(["/c/MSA-OPEN"]);
  expect(agenda.querySelectorAll("li button").length).toBe(0);

  const dates = ["MSA-SHUT", "MSA-OPEN"].map((code) =>
    on(code, 0, {
      caseOpens: code === "MSA-OPEN",
      courtTime: stampOf(new Date("2026-11-12T09:00:00+03:00")),
    }),
  );
  const month = await shown(<Month dates={dates} month="2026-11" go={() => {}} />, session);
  expect(month.textContent).toContain("MSA-SHUT");
  expect(links(month)).toEqual(["/c/MSA-OPEN"]);

  const item = (court: (typeof dates)[0]) => hrefOf({ kind: "court", id: "", court });
  expect(dates.map(item)).toEqual(["/court", "/c/MSA-OPEN"]);
});
