// An administrator closes an agency with a reason and is told what ended with it; who has closed is
// offered nowhere where something is given.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { ActionFields } from "../src/actions/ActionFields";
import { type Action, caseActions, referralActions } from "../src/actions/definitions";
import { directory } from "../src/api/directory";
import { Agencies } from "../src/directory/AgenciesList";
import { readAgencies } from "../src/directory/agencies";
import {
  CloseAgencyResponseSchema,
  ListAgenciesResponseSchema,
} from "../src/gen/rufaa/directory/v1/directory_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

const session = {
  state: "in",
  signInsSeen: 0,
  caller: { person: "p-admin", agency: "hub", role: "county_admin" },
};
const open = {
  agency: "rescue",
  kind: "RESCUE_CENTRE",
  displayName: "Tumaini",
  placeOfSafety: true,
  allowedActions: ["OpenDesk", "PublishOffer", "CloseAgency"],
};
const closed = {
  ...open,
  closeTime: { seconds: 1_790_000_000n },
  closeReason: "SUSPENDED",
  allowedActions: ["ReopenAgency"],
};

const stands = (...agencies: object[]) =>
  vi
    .spyOn(directory, "listAgencies")
    .mockResolvedValue(create(ListAgenciesResponseSchema, { agencies }));
const button = (place: HTMLElement, text: string) =>
  [...place.querySelectorAll("button")].filter((one) => one.textContent === text);

beforeEach(() => {
  vi.restoreAllMocks();
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
});

it("an agency is closed for a reason, and what ended with it is told", async () => {
  stands(open);
  await readAgencies();
  const close = vi.spyOn(directory, "closeAgency").mockResolvedValue(
    create(CloseAgencyResponseSchema, {
      offersWithdrawn: 1,
      referralsDeclined: 2,
      referralsAskedBack: 3,
    }),
  );
  const place = await shown(<Agencies administers />, session);
  await act(async () => button(place, en.directory.close)[0]!.click());
  const reason = document.querySelector<HTMLSelectElement>("[name=reason]")!;
  expect([...reason.options].map((one) => one.value)).toContain("SUSPENDED");
  reason.value = "SUSPENDED";
  stands(closed);
  await act(async () => reason.form!.requestSubmit());
  expect(close.mock.lastCall![0]).toMatchObject({ agency: "rescue", reason: "SUSPENDED" });
  expect(place.textContent).toContain(en.directory.ended(1, 2, 3, 0));
  expect(place.textContent).toContain("Suspended by the authority");
  expect(button(place, en.directory.openDesk)).toEqual([]);
  expect(button(place, en.directory.reopen)).toHaveLength(1);
});

it("an agency that may not be closed has no button for it", async () => {
  stands({ ...open, allowedActions: ["OpenDesk", "PublishOffer"] });
  await readAgencies();
  const place = await shown(<Agencies administers />, session);
  expect(button(place, en.directory.close)).toEqual([]);
});

it("one that has closed is not offered where a child is given to an agency", async () => {
  stands(closed, { ...open, agency: "second", displayName: "Second" });
  await readAgencies();
  const place = await shown(
    <ActionFields action={caseActions.DeclareEmergency!} subject={{}} wrong={{}} />,
    session,
  );
  const select = place.querySelector<HTMLSelectElement>("[name=placeAgency]")!;
  expect([...select.options].map((one) => one.value)).toEqual(["", "second"]);
});

it("that an agency is gone is a reason to call a referral back, and for nothing else", async () => {
  const reasons = async (action?: Action) => {
    const place = await shown(<ActionFields action={action!} subject={{}} wrong={{}} />, session);
    const select = place.querySelector<HTMLSelectElement>("[name=reason]")!;
    return [...select.options].map((one) => one.value);
  };
  expect(await reasons(referralActions.RequestCancel)).toContain("RECIPIENT_GONE");
  for (const action of [
    caseActions.WithdrawNeed,
    referralActions.CancelAppointment,
    referralActions.MarkEnteredInError,
  ])
    expect(await reasons(action)).not.toContain("RECIPIENT_GONE");
});
