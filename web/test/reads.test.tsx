import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { Reads } from "../src/audit/ReadsSearch";
import { valueWords } from "../src/casefile/factWords";
import { ReadRecordSchema } from "../src/gen/rufaa/audit/v1/audit_service_pb";
import { Compartment, Purpose } from "../src/gen/rufaa/common/v1/common_pb";
import { labels } from "../src/gen/codes.en";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

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
