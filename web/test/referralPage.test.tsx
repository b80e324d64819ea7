// A referral's page once there is nothing more to do on it, or nothing of the child to know.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { referral } from "../src/api/referral";
import {
  GetReferralResponseSchema,
  ReferralReplySchema,
} from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { en } from "../src/i18n/en";
import ReferralPage from "../src/referral/ReferralPage";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
vi.mock("../src/api/live", () => ({
  watchLive: () => () => undefined,
  holdLive: () => () => undefined,
}));
beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
});

async function show(agency: string, one: object) {
  const now = {
    referralCode: "MSR-1",
    fromAgency: "sco",
    toAgency: "centre",
    sex: "SFEM",
    allowedActions: [] as string[],
    ...one,
  };
  vi.spyOn(referral, "getReferral").mockImplementation(async () =>
    create(GetReferralResponseSchema, { referral: now }),
  );
  const place = await shown(<ReferralPage params={{ code: "MSR-1" }} />, {
    state: "in",
    signInsSeen: 0,
    caller: { person: "p-1", agency, role: "agency_desk" },
  });
  return { place, now };
}

it("the last thing that could be done stays told once it is done", async () => {
  const { place, now } = await show("centre", {
    state: "cancel-requested",
    allowedActions: ["ConfirmCancel"],
  });
  vi.spyOn(referral, "confirmCancel").mockImplementation(async () => {
    now.allowedActions = [];
    return create(ReferralReplySchema, {});
  });
  const name = en.actions.names.ConfirmCancel;
  const button = [...place.querySelectorAll("button")].find((one) => one.textContent === name)!;
  await act(async () => button.click());
  expect(document.querySelector("dialog")!.textContent).toContain(en.actions.hints.ConfirmCancel);
  await act(async () => document.querySelector<HTMLFormElement>("dialog form")!.requestSubmit());
  expect(place.textContent).toContain(`${name}: recorded`);
});

it("who has no consent any more is told so, and not offered names that stay closed", async () => {
  const names = (place: HTMLElement) => place.textContent!.includes(en.reveal.title);
  const without = (await show("centre", { state: "cancel-requested", sex: "" })).place;
  expect(without.textContent).toContain(en.referral.closed);
  expect(names(without)).toBe(false);
  const served = (await show("centre", { state: "in-service" })).place;
  expect(served.textContent).not.toContain(en.referral.closed);
  expect(names(served)).toBe(true);
});
