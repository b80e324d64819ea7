import { expect, it } from "vitest";
import { ActionBar } from "../src/actions/ActionBar";
import { referralActions } from "../src/actions/definitions";
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
