// A desk that answers while its own look at a referral is still on the way was not beaten by anybody.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { directory } from "../src/api/directory";
import { referral } from "../src/api/referral";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import { en } from "../src/i18n/en";
import ReferralPage from "../src/referral/ReferralPage";
import { shown } from "./shown";
import { until } from "./until";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
vi.mock("../src/api/live", () => ({
  watchLive: () => () => undefined,
  holdLive: () => () => undefined,
}));

const SENT = {
  referralCode: "MSR-1",
  fromAgency: "office",
  toAgency: "hosp",
  service: "RMTX",
  state: "sent",
  version: 3n,
  allowedActions: ["OpenReferral", "AcceptReferral"],
};

// Accepts at once; the opening comes back later, with the referral at `left`, or refused.
async function acceptedBefore(left: bigint | undefined) {
  vi.spyOn(directory, "listPeople").mockResolvedValue({ people: [] } as never);
  vi.spyOn(directory, "listOffers").mockResolvedValue({ offers: [] } as never);
  const read = vi.spyOn(referral, "getReferral").mockReset();
  read.mockResolvedValue({ referral: create(ReferralSchema, SENT) } as never);
  let comeBack = () => {};
  vi.spyOn(referral, "openReferral")
    .mockReset()
    .mockImplementation(
      () =>
        new Promise((done, fail) => {
          comeBack = () =>
            left ? done({ referral: { version: left } } as never) : fail(new Error("refused"));
        }),
    );
  const accept = vi.spyOn(referral, "acceptReferral").mockReset();
  accept.mockResolvedValue({ alternatives: [] } as never);
  const place = await shown(<ReferralPage params={{ code: "MSR-1" }} />, {
    state: "in",
    signInsSeen: 0,
    sessionEnded: () => undefined,
    caller: { person: "p-1", agency: "hosp", role: "agency_desk" },
  });
  const button = [...place.querySelectorAll("button")].find(
    (one) => one.textContent === en.referral.accept,
  )!;
  await act(async () => button.click());
  await act(async () => place.querySelector<HTMLFormElement>(".decide-form form")!.requestSubmit());
  expect(accept).not.toHaveBeenCalled();
  await act(async () => comeBack());
  await until(() => expect(accept).toHaveBeenCalledTimes(1));
  return { sent: accept.mock.lastCall![0], place };
}

it("an answer that its own opening overtakes is about the referral as that left it", async () => {
  expect((await acceptedBefore(4n)).sent).toMatchObject({ expectedVersion: 4n });
});

it.each([
  ["somebody else changed it, too", 5n],
  ["the opening was refused", undefined],
])("where %s it is about what was seen", async (_, left) => {
  expect((await acceptedBefore(left)).sent).toMatchObject({ expectedVersion: 3n });
});

it("accepting records no appointment that nobody made", async () => {
  expect((await acceptedBefore(4n)).sent).not.toHaveProperty("expectedTime");
});

it("that it was accepted is said, and heard where one goes on", async () => {
  const { place } = await acceptedBefore(4n);
  await until(() => expect(place.textContent).toContain(en.referral.acceptedDone));
  expect(document.activeElement!.getAttribute("role")).toBe("status");
  expect(document.activeElement!.textContent).toBe(en.referral.acceptedDone);
});
