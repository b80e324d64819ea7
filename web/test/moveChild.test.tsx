// A child is moved to another place of safety: neither to where it is, nor to what is none.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { ActionForm } from "../src/actions/ActionDialog";
import { caseActions } from "../src/actions/definitions";
import { dateOf } from "../src/api/time";
import { BadRequestSchema, ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => {
  const agency = (id: string, placeOfSafety: boolean) => ({
    agency: id,
    displayName: id,
    placeOfSafety,
  });
  const all = [agency("shelter", true), agency("haven", true), agency("police", false)];
  return { useAgencies: () => ({ all, name: String }) };
});

const session = { state: "in", caller: { person: "p-1", agency: "a", role: "childrens_officer" } };

async function form(run: (body: unknown) => Promise<unknown>) {
  const placeOfSafety = { kind: "RESCUE_CENTRE", agency: "shelter" };
  const orders = [{ order: "o7", kind: "OREM", madeOn: "2026-11-24" }];
  const place = await shown(
    <ActionForm
      action={caseActions["MoveChild"]!}
      subject={{ file: create(CaseSchema, { placeOfSafety, orders }) }}
      version={1n}
      run={run}
      onConflict={async () => undefined}
      onDone={() => undefined}
    />,
    session,
  );
  const field = (name: string) => place.querySelector<HTMLSelectElement>(`[name=${name}]`)!;
  const options = (name: string) =>
    [...field(name).options].map((one) => one.value).filter(Boolean);
  return { place, field, options };
}

it("other places of safety are offered, with reasons, and the orders of the case", async () => {
  const { options } = await form(vi.fn());
  expect(options("placeAgency")).toEqual(["haven"]);
  expect(options("reason")).toContain("ENTERED_IN_ERROR");
  expect(options("order")).toEqual(["o7"]);
});

it("a move is sent with when it was, and what is before its removal is marked", async () => {
  const field = "occur_time";
  const description = "is before the child was removed";
  const refused = new ConnectError("", Code.InvalidArgument, undefined, [
    { desc: ErrorInfoSchema, value: { reason: "MALFORMED" } },
    { desc: BadRequestSchema, value: { fieldViolations: [{ field, description }] } },
  ]);
  const run = vi.fn().mockRejectedValue(refused);
  const { place, field: named } = await form(run);
  named("placeAgency").value = "haven";
  named("reason").value = "COURT_ORDER";
  named("order").value = "o7";
  named("occurTime").value = "2026-11-25T14:05";
  const whole = place.querySelector("form")!;
  whole.noValidate = true;
  await act(async () => whole.requestSubmit());
  const body = run.mock.calls[0]![0];
  expect(body).toMatchObject({ placeAgency: "haven", reason: "COURT_ORDER", order: "o7" });
  expect(dateOf(body.occurTime)?.toISOString()).toBe("2026-11-25T11:05:00.000Z");
  const marks = [...place.querySelectorAll(".field.wrong .error")].map((one) => one.textContent);
  expect(marks).toEqual([en.actions.problems[description]]);
});
