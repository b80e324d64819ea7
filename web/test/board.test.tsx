import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it, vi } from "vitest";
import { SessionContext, type Session } from "../src/app/session";
import { create } from "@bufbuild/protobuf";
import { CasesByStage } from "../src/board/CasesByStage";
import { Figure, numbered } from "../src/board/Figure";
import { ReferralStates } from "../src/board/ReferralStates";
import {
  CaseCellSchema,
  ReferralStateCellSchema,
} from "../src/gen/rufaa/committee/v1/committee_service_pb";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ name: (id: string) => id }) }));

let unmount = () => {};
afterEach(() => unmount());

async function show(page: ReactNode, role: string): Promise<HTMLElement> {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  unmount = () => {
    act(() => root.unmount());
    place.remove();
  };
  const session = { state: "in", caller: { role, agency: "office" } } as unknown as Session;
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  await act(async () =>
    root.render(
      <I18nContext value={i18n}>
        <SessionContext value={session}>{page}</SessionContext>
      </I18nContext>,
    ),
  );
  return place;
}
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

it("a figure of the board opens what is overdue behind it, for who sees counts only", async () => {
  const place = await show(<CasesByStage cells={CELLS} revision={7n} />, "committee");
  expect(new Set(hrefs(place))).toEqual(new Set(["/board?kind=case&state=assessment"]));
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
  expect(new Set(hrefs(place))).toEqual(new Set(["/cases?stage=assessment"]));
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
