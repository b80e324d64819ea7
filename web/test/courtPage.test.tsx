import { create } from "@bufbuild/protobuf";
import { act } from "react";
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
import { until } from "./until";

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
  const month = await shown(<Month dates={dates} month="2026-11" />, session);
  expect(month.textContent).toContain("MSA-SHUT");
  expect(links(month)).toEqual(["/c/MSA-OPEN"]);

  const item = (court: (typeof dates)[0]) => hrefOf({ kind: "court", id: "", court });
  expect(dates.map(item)).toEqual(["/court", "/c/MSA-OPEN"]);
});

it("what was done with a day is said, though the day is off the list", async () => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
  const due = on("MSA-OLD", -4, { allowedActions: ["VacateCourtDate"] });
  const list = vi.spyOn(casework, "listCourtCalendar");
  const listed = (...courtDates: (typeof due)[]) =>
    list.mockResolvedValue(create(ListCourtCalendarResponseSchema, { courtDates }));
  listed(due);
  vi.spyOn(casework, "vacateCourtDate").mockImplementation(async () => {
    listed();
    return {} as never;
  });
  const place = await shown(<CourtPage params={{}} />, session);
  const told = place.querySelector("[role=status]")!;
  expect(told.textContent).toBe("");
  await act(async () => place.querySelector<HTMLButtonElement>("li button")!.click());
  const reason = place.querySelector<HTMLSelectElement>("dialog [name=reason]")!;
  await act(async () => (reason.value = reason.options[1]!.value));
  await act(async () => place.querySelector<HTMLFormElement>("dialog form")!.requestSubmit());
  await until(() => expect(place.textContent).toContain(en.court.none));
  expect(place.textContent).not.toContain(en.court.past);
  expect(told.textContent).toBe(`MSA-OLD: ${en.actions.names.VacateCourtDate}`);
});

it("a month has the days in court of all its weeks, and another one keeps the focus", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-12-10T09:00:00+03:00") });
  const list = vi.spyOn(casework, "listCourtCalendar").mockReset();
  list.mockResolvedValue(create(ListCourtCalendarResponseSchema, {}));
  const place = await shown(<CourtPage params={{}} />, session);
  await act(async () =>
    place.querySelector<HTMLInputElement>("[type=radio][value=month]")!.click(),
  );
  const times = () => {
    const { fromTime, toTime } = list.mock.lastCall![0];
    return [fromTime, toTime].map((time) => dateOf(time as never)!.toISOString());
  };
  // From Monday the 30th of November on, six weeks.
  const midnight = (day: string) => new Date(`${day}T00:00:00+03:00`).toISOString();
  expect(times()).toEqual([midnight("2026-11-30"), midnight("2027-01-11")]);
  let answer = () => {};
  list.mockReturnValue(
    new Promise((done) => {
      answer = () => done(create(ListCourtCalendarResponseSchema, {}));
    }),
  );
  const next = [...place.querySelectorAll("button")].find(
    (one) => one.textContent === en.court.following,
  )!;
  next.focus();
  await act(async () => next.click());
  expect(document.activeElement).toBe(next);
  await act(async () => answer());
  expect(document.activeElement).toBe(next);
  expect(times()[0]).toBe(midnight("2026-12-28"));
  vi.useRealTimers();
});
