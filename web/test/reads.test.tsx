import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { audit } from "../src/api/audit";
import { Reads, ReadsSearch } from "../src/audit/ReadsSearch";
import { valueWords } from "../src/casefile/factWords";
import { ListReadsResponseSchema, ReadRecordSchema } from "../src/gen/rufaa/audit/v1/audit_service_pb";
import { Compartment, Purpose } from "../src/gen/rufaa/common/v1/common_pb";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";
import { shown as show } from "./shown";

vi.mock("../src/directory/agencies", () => ({
  useAgencies: () => ({ all: [], name: (id: string) => id.toUpperCase() }),
}));
const i18n = makeI18n({ t: en, labels }, "en", () => undefined);

it("who saw what is told in sentences: what opened, what stayed closed, what was refused", async () => {
  const read = (number: bigint, permitted: boolean) =>
    create(ReadRecordSchema, {
      number,
      permitted,
      refusal: permitted ? "" : "NOT_PERMITTED",
      actor: { person: "p-1", role: "agency_desk", agency: "hosp" },
      purpose: Purpose.REFERRAL_SERVICE,
      method: "CaseworkService/GetCase",
      caseCodes: ["MSA-7F3K-Q2"],
      parts: [
        { compartment: Compartment.IDENTITY, permitted: true },
        { compartment: Compartment.LOCATION, permitted: false },
      ],
    });
  const place = document.createElement("div");
  await act(async () =>
    createRoot(place).render(
      <I18nContext value={i18n}>
        <Reads reads={[read(1n, true), read(2n, false)]} whole />
      </I18nContext>,
    ),
  );
  const [first, second] = [...place.querySelectorAll("li")].map((one) => one.textContent!);
  expect(first).toContain("p-1 (Agency desk, HOSP) asked for the case MSA-7F3K-Q2");
  expect(first).toContain(`${en.audit.opened}: ${en.compartments[1]}`);
  expect(first).toContain(`${en.audit.stayedClosed}: ${en.compartments[3]}`);
  expect(second).toContain(en.audit.refused);
  expect(second).not.toContain(`${en.audit.opened}:`);
  expect(second).toContain(en.reasons.NOT_PERMITTED[0]);
});

it("what was only shown is told apart from what was asked for", async () => {
  const shown = (number: bigint, method: string) =>
    create(ReadRecordSchema, {
      number,
      permitted: true,
      shown: true,
      actor: { person: "p-1", role: "agency_desk", agency: "hosp" },
      method,
      caseCodes: ["MSA-7F3K-Q2", "MSA-9X2M-T4"],
    });
  const place = document.createElement("div");
  await act(async () =>
    createRoot(place).render(
      <I18nContext value={i18n}>
        <Reads
          reads={[
            shown(1n, "ReferralService/ListWorklist"),
            shown(2n, "CaseworkService/GetCase"),
            shown(3n, "NewService/ListNews"),
          ]}
          whole
        />
      </I18nContext>,
    ),
  );
  const [list, header, other] = [...place.querySelectorAll("li")].map((one) => one.textContent!);
  expect(list).toContain(
    `p-1 (Agency desk, HOSP) ${en.audit.shownIn.ListWorklist} MSA-7F3K-Q2 MSA-9X2M-T4`,
  );
  expect(list).toContain(en.audit.onceADay);
  expect(header).toContain(en.audit.shownIn.GetCase);
  expect(header).not.toContain(en.audit.reads.GetCase);
  expect(other).toContain(en.audit.shownBy("NewService/ListNews"));
});

it("the auditor may leave out what was only shown; else all is listed", async () => {
  const list = vi.spyOn(audit, "listReads").mockResolvedValue(create(ListReadsResponseSchema, {}));
  const place = await show(<ReadsSearch />, { state: "in", caller: { role: "auditor" } });
  const search = () => act(async () => place.querySelector("form")!.requestSubmit());
  const purposes = place.querySelector<HTMLSelectElement>("[name=purpose]")!;
  purposes.selectedIndex = purposes.options.length - 1;
  await search();
  expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ leaveOutShown: false }));
  place.querySelector<HTMLInputElement>("[name=leave-out-shown]")!.checked = true;
  await search();
  expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ leaveOutShown: true }));
});

it("facts are told in words and in East Africa Time, records within records too", () => {
  const said = (name: string, value: string) =>
    valueWords(i18n, (id) => id.toUpperCase(), name, value);
  expect(said("decide_by", "2026-11-24T21:05:00Z")).toMatch(/25 Nov 2026, 00:05 EAT/);
  expect(said("service", "RMTX")).toBe(labels["referral_reason"]!["RMTX"]);
  expect(said("reason", "NO_CAPACITY")).toBe(labels["decline_reason"]!["NO_CAPACITY"]);
  expect(said("to_agency", "hosp")).toBe("HOSP");
  expect(said("referrals", "{sex: SFEM, state: opened}")).toBe(
    `{Sex: ${labels["sex"]!["SFEM"]}, Stands: Opened}`,
  );
});
