// What the hub refused of a form stands beside its field, in words that fit; what has no field there is
// told as the hub says it.
import { Code, ConnectError } from "@connectrpc/connect";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { ActionForm } from "../src/actions/ActionDialog";
import { caseActions } from "../src/actions/definitions";
import { BadRequestSchema, ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import { en } from "../src/i18n/en";
import { Reveal } from "../src/referral/Reveal";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
const session = { state: "in", caller: { person: "p-1", agency: "a", role: "agency_desk" } };
const refused = (reason: string, field?: string, description = "") =>
  new ConnectError(`${field} ${description}`, Code.InvalidArgument, undefined, [
    { desc: ErrorInfoSchema, value: { reason } },
    ...(field
      ? [{ desc: BadRequestSchema, value: { fieldViolations: [{ field, description }] } }]
      : []),
  ]);

async function sent(method: string, fill: Record<string, string>, error: unknown) {
  const place = await shown(
    <ActionForm
      action={caseActions[method]!}
      subject={{}}
      version={1n}
      run={vi.fn().mockRejectedValue(error)}
      onConflict={async () => undefined}
      onDone={() => undefined}
    />,
    session,
  );
  const form = place.querySelector("form")!;
  form.noValidate = true;
  for (const [name, value] of Object.entries(fill)) {
    form.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value;
  }
  await act(async () => form.requestSubmit());
  const marks = [...place.querySelectorAll(".field.wrong .error")].map((one) => one.textContent);
  return { marks, hub: place.querySelector(".notice")!.textContent!.includes(en.hubSays) };
}

it.each([
  ["SetCourtDate", "courtTime", "2026-01-05T09:00", "is in the past"],
  ["DraftPlan", "reviewOn", "2026-01-05", "is not in the future"],
  ["MakeOrder", "expiresOn", "2026-01-05", "is not after made_on"],
  ["MakeOrder", "expiresOn", "2206-01-05", "is further ahead than an order can hold"],
  ["RecordVisit", "on", "0206-01-05", "not a date (YYYY-MM-DD)"],
  ["CorrectDetails", "exposureTime", "0206-01-05T09:00", "is before the child was born"],
] as const)("of %s the day that can't be is marked as what it is", async (method, name, day, what) => {
  const field = name.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
  const fill = { [name]: day };
  const { marks, hub } = await sent(method, fill, refused("MALFORMED", field, what));
  expect(marks).toEqual([en.actions.problems[what]]);
  expect(hub).toBe(false);
});

it("what is missing is asked for, what is wrong otherwise does not fit, what lies ahead does", async () => {
  const said = async (fill: Record<string, string>, reason: string, field: string) =>
    (await sent("MakeOrder", fill, refused(reason, field))).marks;
  expect(await said({}, "MALFORMED", "made_on")).toEqual([en.fieldRequired]);
  expect(await said({ madeOn: "2026-01-05" }, "MALFORMED", "made_on")).toEqual([en.actions.wrong]);
  expect(await said({ madeOn: "2046-01-05" }, "IN_FUTURE", "made_on")).toEqual([
    en.actions.inFuture,
  ]);
});

it.each(["is no case code", "is the case itself"] as const)(
  "another case of the same child that %s is marked as that",
  async (what) => {
    const { marks } = await sent("FlagDuplicate", { of: "X" }, refused("MALFORMED", "of", what));
    expect(marks).toEqual([en.actions.problems[what]]);
  },
);

it("of a consent without the family's word the authority is asked for", async () => {
  const error = refused("MALFORMED", "note", "is missing: say which law or order");
  const { marks } = await sent("GiveConsent", { basis: "STATUTE" }, error);
  expect(marks).toEqual([en.fieldRequired]);
});

it("where no field is to be marked, the hub's own words are shown", async () => {
  const error = refused("MALFORMED", "occur_time", "is before the child was born");
  expect(await sent("AddNote", { note: "Seen." }, error)).toEqual({ marks: [], hub: true });
});

it("one part that is not shared is named as why nothing opened", async () => {
  const read = vi.fn().mockRejectedValue(refused("NOT_PERMITTED"));
  const place = await shown(<Reveal parts={[1, 2, 3]} read={read} />, session);
  const send = () => act(async () => place.querySelector("form")!.requestSubmit());
  await send();
  expect(place.textContent).toContain(en.reasons.NOT_PERMITTED[0]);
  place.querySelector<HTMLInputElement>("[name=parts][value='3']")!.checked = true;
  await send();
  expect(place.textContent).toContain(en.reveal.partClosed);
  expect(place.textContent).not.toContain(en.reasons.NOT_PERMITTED[0]);
});
