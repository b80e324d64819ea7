// Whoever sent a referral that was declined must not take a network that is away for nobody else there.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { referral } from "../src/api/referral";
import { noAnswer } from "../src/api/transport";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import { FindAlternativesResponseSchema } from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { en } from "../src/i18n/en";
import { Alternatives } from "../src/referral/Alternatives";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

it("who else has room is asked for again when no answer came", async () => {
  const find = vi.spyOn(referral, "findAlternatives").mockRejectedValueOnce(noAnswer());
  find.mockResolvedValue(
    create(FindAlternativesResponseSchema, { alternatives: [{ agency: "hosp-b", offer: "care" }] }),
  );
  const place = await shown(
    <Alternatives
      referral={create(ReferralSchema, { referralCode: "MSR-1", fromAgency: "office" })}
    />,
    {
      state: "in",
      signInsSeen: 0,
      sessionEnded: () => undefined,
      caller: { person: "p-1", agency: "office", role: "childrens_officer" },
    },
  );
  expect(place.textContent).toContain(en.referral.alternatives);
  expect(place.textContent).toContain(en.reasons.NO_ANSWER[0]);
  expect(place.textContent).not.toContain(en.referral.noAlternatives);
  await act(async () =>
    [...place.querySelectorAll("button")].find((one) => one.textContent === en.tryAgain)!.click(),
  );
  expect(place.textContent).toContain("hosp-b");
});
