// Paper says who printed it, what was asked, and that a list goes on.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { audit } from "../src/api/audit";
import { TrailSearch } from "../src/audit/TrailSearch";
import { Shell } from "../src/app/Shell";
import { Timeline } from "../src/casefile/Timeline";
import { GetTrailResponseSchema } from "../src/gen/rufaa/audit/v1/audit_service_pb";
import { TimelineEntrySchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { en } from "../src/i18n/en";
import { PrintButton } from "../src/ui/Print";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
const session = {
  state: "in",
  signInsSeen: 0,
  caller: { person: "p-1", agency: "a", role: "auditor" },
};
const onPaper = (place: HTMLElement) =>
  [...place.querySelectorAll(".print-only")].map((one) => one.textContent);

it("every page of the console carries the mark, by the browser's own printing, too", async () => {
  const place = await shown(
    <Shell hide={() => undefined}>
      <PrintButton />
    </Shell>,
    session,
  );
  const mark = () => place.querySelector(".watermark")!.textContent!;
  const print = vi.fn(() => window.dispatchEvent(new Event("afterprint")));
  vi.stubGlobal("print", print);
  await act(async () => window.dispatchEvent(new Event("beforeprint")));
  expect(mark()).toMatch(/printed by p-1, .*EAT\. Reason: –/);
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
  const button = [...place.querySelectorAll("button")].find((one) => one.textContent === en.print)!;
  await act(async () => button.click());
  await act(async () => place.querySelector("form")!.requestSubmit());
  expect(print).toHaveBeenCalled();
  expect(mark()).toMatch(/Reason: \w/);
  await act(async () => window.dispatchEvent(new Event("beforeprint")));
  expect(mark()).toMatch(/Reason: –/);
});

it("a history that is cut short says how much of it is not printed", async () => {
  const entries = Array.from({ length: 43 }, (_, i) =>
    create(TimelineEntrySchema, { eventType: "case.note-added", position: BigInt(i) }),
  );
  const place = await shown(<Timeline entries={entries} />, session);
  expect(onPaper(place)).toEqual([en.notPrinted("23")]);
});

it("a trail on paper says what was asked, and that it goes on", async () => {
  vi.spyOn(audit, "getTrail").mockResolvedValue(
    create(GetTrailResponseSchema, { entries: [{ position: 1n }], nextPageToken: "more" }),
  );
  const place = await shown(<TrailSearch />, session);
  place.querySelector<HTMLInputElement>("[name=code]")!.value = "msa-7f3k-q2";
  place.querySelector<HTMLInputElement>("[name=from]")!.value = "2026-11-01";
  await act(async () => place.querySelector("form")!.requestSubmit());
  const [asked, rest] = onPaper(place);
  for (const word of [en.audit.subjects.case, "MSA-7F3K-Q2", en.audit.from, "2026-11-01"]) {
    expect(asked).toContain(word);
  }
  expect(rest).toBe(en.notPrinted());
});
