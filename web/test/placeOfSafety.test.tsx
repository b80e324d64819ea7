// Where a child was brought to safety stands on the page of its case.
import { create } from "@bufbuild/protobuf";
import { expect, it, vi } from "vitest";
import { stampOf } from "../src/api/time";
import { IdentityBar } from "../src/casefile/IdentityBar";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

const session = {
  state: "in",
  signInsSeen: 0,
  caller: { person: "p-1", agency: "office", role: "officer" },
};
const told = async (agency: string) => {
  const placeOfSafety = {
    kind: "RESCUE_CENTRE",
    agency,
    moveTime: stampOf(new Date("2026-11-24T12:00:00Z")),
  };
  const bar = <IdentityBar file={create(CaseSchema, { placeOfSafety })} />;
  return (await shown(bar, session)).textContent!;
};

it("a case says where the child was brought to safety, and when", async () => {
  expect(await told("shelter-1")).toMatch(
    new RegExp(`${en.casefile.safety}shelter-1, Rescue centre, .*2026`),
  );
});

it("who may not know the place is told what kind of place it is", async () => {
  expect(await told("")).toContain(`${en.casefile.safety}Rescue centre, `);
});

it("of a child that was not moved nothing is said", async () => {
  const bar = <IdentityBar file={create(CaseSchema, {})} />;
  expect((await shown(bar, session)).textContent).not.toContain(en.casefile.safety);
});
