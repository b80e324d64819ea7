// What a colleague is told of a case that is assigned to another of their office.
import { Code, ConnectError } from "@connectrpc/connect";
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import { referral } from "../src/api/referral";
import { setQuery } from "../src/app/router";
import CasePage from "../src/casefile/CasePage";
import { ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb";
import {
  CaseReplySchema,
  GetCaseResponseSchema,
  GetTimelineResponseSchema,
} from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { GetReferralResponseSchema } from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
let told = () => {};
vi.mock("../src/api/live", () => ({
  watchLive: (changed: () => void) => {
    told = changed;
    return () => undefined;
  },
  holdLive: () => () => undefined,
}));
beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  HTMLDialogElement.prototype.close ??= () => undefined;
  setQuery("tab", "");
});

const ANOTHERS = new ConnectError("", Code.PermissionDenied, undefined, [
  { desc: ErrorInfoSchema, value: { reason: "ASSIGNED_TO_ANOTHER" } },
]);
const [WHY, HELP] = en.reasons.ASSIGNED_TO_ANOTHER;

async function show(caseFile?: object) {
  const read = vi.spyOn(casework, "getCase").mockRejectedValue(ANOTHERS);
  const file = { caseCode: "MSA-1", sex: "SFEM", stage: "registered", ownerAgency: "sco" };
  if (caseFile)
    read.mockImplementation(async () =>
      create(GetCaseResponseSchema, { caseFile: { ...file, ...caseFile } }),
    );
  vi.spyOn(casework, "getTimeline").mockResolvedValue(create(GetTimelineResponseSchema, {}));
  const place = await shown(<CasePage params={{ code: "MSA-1" }} />, {
    state: "in",
    signInsSeen: 0,
    caller: { person: "p-1", agency: "sco", role: "childrens_officer" },
  });
  return { place, read };
}

it("who opens it is told that it is another's, and whom to ask", async () => {
  const { place } = await show();
  expect(place.textContent).toContain(WHY);
  expect(place.textContent).toContain(HELP);
});

it("one that was assigned to another while it was open does not stay on the screen", async () => {
  const { place, read } = await show({});
  expect(place.querySelector(".identity")).not.toBeNull();
  read.mockRejectedValue(ANOTHERS);
  await act(async () => told());
  expect(place.querySelector(".identity")).toBeNull();
  expect(place.textContent).toContain(WHY);
});

it("who takes a case on for a colleague is told that", async () => {
  const { place, read } = await show({ stage: "identified", allowedActions: ["RegisterCase"] });
  vi.spyOn(casework, "registerCase").mockResolvedValue(create(CaseReplySchema, {}));
  const name = en.actions.names.RegisterCase;
  const button = [...place.querySelectorAll("button")].find((one) => one.textContent === name)!;
  await act(async () => button.click());
  read.mockRejectedValue(ANOTHERS);
  await act(async () => document.querySelector<HTMLFormElement>("dialog form")!.requestSubmit());
  expect(place.textContent).toContain(`${name}: recorded`);
  expect(place.textContent).toContain(WHY);
  expect(place.textContent).not.toContain(en.casefile.letGo);
});

it("of a case's referrals one that is another's to see takes none of the others away", async () => {
  setQuery("tab", "referrals");
  vi.spyOn(referral, "getReferral").mockImplementation(async ({ referralCode }) => {
    if (referralCode === "MSR-1") throw ANOTHERS;
    return create(GetReferralResponseSchema, { referral: { referralCode, state: "sent" } });
  });
  const { place } = await show({ openReferrals: ["MSR-1", "MSR-2"] });
  const codes = [...place.querySelectorAll("#case-panel .list code")].map((one) => one.textContent);
  expect(codes).toEqual(["MSR-2"]);
});
