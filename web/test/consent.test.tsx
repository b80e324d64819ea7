// A parent's word, or the child's, is consent: beside another basis neither is offered.
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { ActionForm } from "../src/actions/ActionDialog";
import { caseActions } from "../src/actions/definitions";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

it("offers as givers of a consent only those who can give it on its basis", async () => {
  const place = await shown(
    <ActionForm
      action={caseActions["GiveConsent"]!}
      subject={{}}
      version={1n}
      run={vi.fn()}
      onConflict={async () => undefined}
      onDone={() => undefined}
    />,
    { state: "in", caller: { person: "p-1", agency: "a", role: "childrens_officer" } },
  );
  const list = (name: string) => place.querySelector<HTMLSelectElement>(`[name=${name}]`)!;
  const givers = () => [...list("givenBy").options].map((one) => one.value).filter(Boolean);
  const choose = (name: string, code: string) =>
    act(async () => {
      list(name).value = code;
      list(name).dispatchEvent(new Event("change", { bubbles: true }));
    });
  const all = ["GUARDIAN", "CHILD", "COURT", "CHILDRENS_OFFICER"];
  expect(list("basis").value, "what is usual is said, and chosen").toBe("CONSENT");
  expect(givers().sort()).toEqual([...all].sort());
  await choose("givenBy", "GUARDIAN");
  await choose("basis", "CONSENT");
  expect(list("givenBy").value).toBe("GUARDIAN");
  await choose("basis", "ORDER");
  expect(givers().sort()).toEqual(["CHILDRENS_OFFICER", "COURT"]);
  expect(list("givenBy").value).toBe("");
  await choose("givenBy", "COURT");
  await choose("basis", "STATUTE");
  expect(list("givenBy").value).toBe("COURT");
});

it("of two consents for one kind of agency it is seen which one is withdrawn", async () => {
  const since = (day: string) => timestampFromDate(new Date(`${day}T09:00:00+03:00`));
  const health = { recipientKind: "HEALTH" };
  const file = create(CaseSchema, {
    consents: [
      { ...health, consent: "c1", givenBy: "GUARDIAN", fromTime: since("2026-01-05") },
      { ...health, consent: "c2", givenBy: "COURT", fromTime: since("2026-02-06") },
    ],
  });
  const place = await shown(
    <ActionForm
      action={caseActions["WithdrawConsent"]!}
      subject={{ file }}
      version={1n}
      run={vi.fn()}
      onConflict={async () => undefined}
      onDone={() => undefined}
    />,
    { state: "in", caller: { person: "p-1", agency: "a", role: "childrens_officer" } },
  );
  const said = [...place.querySelectorAll("[name=consent] option")].map((one) => one.textContent);
  expect(said[1]).toMatch(/Parent or guardian, 5 Jan 2026$/);
  expect(said[2]).toMatch(/The court, 6 Feb 2026$/);
});
