// Long answers of the audit: read on as of one moment, and one question's rows only.
import { create } from "@bufbuild/protobuf";
import { act, type ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { audit } from "../src/api/audit";
import { AsOf } from "../src/audit/AsOf";
import { usePaged, type Page } from "../src/audit/usePaged";
import { GetAsOfResponseSchema } from "../src/gen/rufaa/audit/v1/audit_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({
  useAgencies: () => ({ all: [{ agency: "hosp", displayName: "Hospital" }], name: String }),
}));
const saved: string[][][] = [];
vi.mock("../src/ui/csv", () => ({
  saveCsv: (_: string, rows: string[][]) => saved.push(rows),
}));

const show = (page: ReactNode) => shown(page, { state: "in", caller: { role: "auditor" } });
afterEach(() => void vi.restoreAllMocks());
const press = (place: HTMLElement, text: string) =>
  act(async () =>
    [...place.querySelectorAll("button")].find((one) => one.textContent === text)!.click(),
  );

it("what an agency knows today is read on as of the event that the first page was of", async () => {
  const page = (key: string, nextPageToken: string) =>
    create(GetAsOfResponseSchema, {
      position: 41n,
      rows: [{ view: "case-file", key, fields: { stage: "planned" } }],
      nextPageToken,
    });
  const read = vi.spyOn(audit, "getAsOf");
  read.mockResolvedValueOnce(page("MSA-1", "more")).mockResolvedValueOnce(page("MSA-2", ""));
  const place = await show(<AsOf />);
  place.querySelector<HTMLSelectElement>("[name=agency]")!.value = "hosp";
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(read).toHaveBeenLastCalledWith(
    expect.objectContaining({ moment: { case: undefined }, pageToken: "" }),
  );
  await press(place, en.audit.csv);
  expect(saved.at(-1)!.at(-1), "a file that lacks the rest says so").toEqual([en.audit.goesOn]);

  await press(place, en.more);
  expect(read).toHaveBeenLastCalledWith(
    expect.objectContaining({
      moment: { case: "asOfPosition", value: 41n },
      pageToken: "more",
      agency: "hosp",
    }),
  );
  expect([...place.querySelectorAll("summary .code")].map((one) => one.textContent)).toEqual([
    "MSA-1",
    "MSA-2",
  ]);
  expect(place.textContent).not.toContain(en.more);
  await press(place, en.audit.csv);
  expect(saved.at(-1)!.map((row) => row[1])).toEqual([en.audit.key, "MSA-1", "MSA-2"]);
});

it("what comes late to an old question stands under no newer one", async () => {
  type Rows = Page<string, undefined>;
  let paged!: ReturnType<typeof usePaged<string, undefined>>;
  const Shown = () => {
    paged = usePaged<string, undefined>();
    return paged.items?.join();
  };
  const place = await show(<Shown />);
  const rows = (item: string, next = ""): Rows => ({ items: [item], next, head: undefined });
  // Answers when it is told to, in whatever order.
  const asked = () => {
    const answers: ((rows: Rows) => void)[] = [];
    return { answers, ask: () => new Promise<Rows>((done) => answers.push(done)) };
  };
  const old = asked();
  const newer = asked();
  await act(async () => {
    void paged.ask(old.ask);
    old.answers[0]!(rows("old", "more"));
  });
  expect(place.textContent).toBe("old");
  await act(async () => {
    void paged.more();
    void paged.ask(newer.ask);
    newer.answers[0]!(rows("new"));
  });
  await act(async () => old.answers[1]!(rows("older still")));
  expect(place.textContent).toBe("new");

  await act(async () => {
    void paged.ask(old.ask);
    void paged.ask(newer.ask);
    newer.answers[1]!(rows("newest"));
  });
  await act(async () => old.answers[2]!(rows("late")));
  expect(place.textContent).toBe("newest");
});
