import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { ActionBar } from "../src/actions/ActionBar";
import { caseActions, referralActions } from "../src/actions/definitions";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

it("what brings a thing on stands in front of what else may be done", async () => {
  // As the hub allows them of a referral that was accepted.
  const allowed = [
    "AskInformation",
    "RedirectReferral",
    "DeclineReferral",
    "ScheduleAppointment",
    "RecordService",
    "MarkNotReached",
  ];
  const place = await shown(
    <ActionBar
      allowed={allowed}
      table={referralActions}
      subject={{}}
      version={1n}
      run={async () => ({})}
      onDone={() => undefined}
      onConflict={async () => undefined}
    />,
    { state: "in" },
  );
  const names = [...place.querySelectorAll("button")].map((one) => one.textContent);
  expect(names[0]).toBe(en.actions.names.RecordService);
  expect(names.length).toBe(allowed.length);
  const behind = place.querySelector("details")!.textContent;
  expect(behind).not.toContain(en.actions.names.RecordService);
});

it("nothing is offered about what the case has none of", async () => {
  const bar = async (file: object) => {
    const place = await shown(
      <ActionBar
        allowed={["AddNote", "MeetNeed", "MoveCourtDate", "EndOrder", "WithdrawConsent"]}
        table={caseActions}
        subject={{ file: create(CaseSchema, file) }}
        version={1n}
        run={async () => ({})}
        onDone={() => undefined}
        onConflict={async () => undefined}
      />,
      { state: "in" },
    );
    return [...place.querySelectorAll("button")].map((one) => one.textContent).sort();
  };
  const { AddNote, MeetNeed, EndOrder } = en.actions.names;
  expect(await bar({})).toEqual([AddNote]);
  expect(
    await bar({ needs: [{ need: "n1", state: "open" }], orders: [{ order: "o1" }] }),
  ).toEqual([AddNote, EndOrder, MeetNeed].sort());
  expect(await bar({ needs: [{ need: "n1", state: "met" }] })).toEqual([AddNote]);
});
