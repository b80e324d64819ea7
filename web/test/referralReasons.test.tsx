// A referral tells both its agencies why it ended, or is asked back, in words of the code lists.
import { create } from "@bufbuild/protobuf";
import { expect, it, vi } from "vitest";
import { labels } from "../src/gen/codes.en";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import { en } from "../src/i18n/en";
import { ReferralFacts } from "../src/referral/ReferralFacts";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

async function facts(of: object): Promise<Record<string, string>> {
  const place = await shown(<ReferralFacts referral={create(ReferralSchema, of)} />, {
    state: "in",
    caller: { person: "p-1", agency: "centre", role: "agency_desk" },
  });
  const text = (one: Element) => one.textContent ?? "";
  const terms = [...place.querySelectorAll("dt")].map(text);
  const values = [...place.querySelectorAll("dd")].map(text);
  return Object.fromEntries(terms.map((term, i) => [term, values[i]!]));
}

it.each([
  ["cancel-requested", "cancelReason", "RECIPIENT_GONE", "cancelled", "cancel_reason"],
  ["cancelled", "cancelReason", "NEED_MET_ELSEWHERE", "cancelled", "cancel_reason"],
  ["entered-in-error", "cancelReason", "SENT_IN_ERROR", "cancelled", "cancel_reason"],
  ["could-not-reach", "notReachedReason", "MOVED_AWAY", "notReached", "not_reached_reason"],
  ["completed", "outcome", "SERVED_IN_PART", "outcome", "referral_outcome"],
] as const)("a referral that is %s tells its %s", async (state, field, code, term, list) => {
  const word = labels[list]![code]!;
  expect(await facts({ state, [field]: code })).toMatchObject({ [en.referral[term]]: word });
});

it("one that runs tells none", async () => {
  const { cancelled, notReached, outcome } = en.referral;
  const told = Object.keys(await facts({ state: "accepted" }));
  expect(told.filter((term) => [cancelled, notReached, outcome].includes(term))).toEqual([]);
});
