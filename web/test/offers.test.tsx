import { create } from "@bufbuild/protobuf";
import { expect, it, vi } from "vitest";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { Offers } from "../src/refer/Offers";
import { shown } from "./shown";

const asked = vi.hoisted(() => [] as object[]);
vi.mock("../src/api/directory", () => ({
  directory: {
    findOffers: (request: object) => {
      asked.push(request);
      return Promise.resolve({ offers: [] });
    },
  },
}));
vi.mock("../src/api/committee", () => ({
  committee: { getBoard: () => Promise.resolve({ agencies: [] }) },
}));
vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: (id: string) => id }) }));

it("who takes a child is asked of every age that it may have today", async () => {
  const file = create(CaseSchema, { caseCode: "MSA-7F3K-Q2", ageBand: "10-14", ageBands: "10-17" });
  const show = (of: typeof file) =>
    shown(<Offers file={of} service="RMTS" preset="" chosen={undefined} choose={() => {}} />, {
      state: "in",
      caller: { role: "childrens_officer", agency: "office" },
    });
  await show(file);
  expect(asked.pop()).toMatchObject({ ageBand: "10-17" });
  await show({ ...file, ageBands: "" });
  expect(asked.pop()).toMatchObject({ ageBand: "10-14" });
});
