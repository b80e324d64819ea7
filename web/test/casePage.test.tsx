// A case page that is told of a change reads again what stands beside the case, too.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import { referral } from "../src/api/referral";
import { setQuery } from "../src/app/router";
import { SessionContext, type Session } from "../src/app/session";
import CasePage from "../src/casefile/CasePage";
import { labels } from "../src/gen/codes.en";
import {
  GetCaseResponseSchema,
  GetTimelineResponseSchema,
} from "../src/gen/rufaa/casework/v1/casework_service_pb";
import { GetReferralResponseSchema } from "../src/gen/rufaa/referral/v1/referral_service_pb";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));
let told = () => {};
vi.mock("../src/api/live", () => ({
  watchLive: (changed: () => void) => {
    told = changed;
    return () => undefined;
  },
}));

it("what a colleague did shows in the timeline, and in the states of referrals", async () => {
  const now = { revision: 4n, events: ["case.registered"], state: "sent" };
  vi.spyOn(casework, "getCase").mockImplementation(async () =>
    create(GetCaseResponseSchema, {
      revision: now.revision,
      // The referral moves, and its case does not.
      caseFile: { caseCode: "MSA-1", version: 3n, ageBand: "10-14", openReferrals: ["MSR-1"] },
    }),
  );
  const timeline = vi.spyOn(casework, "getTimeline").mockImplementation(async () =>
    create(GetTimelineResponseSchema, {
      entries: now.events.map((eventType) => ({ eventType, referralCode: "MSR-1" })),
    }),
  );
  const states = vi.spyOn(referral, "getReferral").mockImplementation(async () =>
    create(GetReferralResponseSchema, { referral: { referralCode: "MSR-1", state: now.state } }),
  );
  const session = {
    state: "in",
    signInsSeen: 0,
    caller: { person: "p-1", agency: "sco", role: "childrens_officer" },
  } as unknown as Session;
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  const place = document.createElement("div");
  await act(async () =>
    createRoot(place).render(
      <I18nContext value={i18n}>
        <SessionContext value={session}>
          <CasePage params={{ code: "MSA-1" }} />
        </SessionContext>
      </I18nContext>,
    ),
  );
  const panel = () => place.querySelector("#case-panel")!.textContent;
  expect(panel()).toContain(en.events["case.registered"]);
  expect(timeline).toHaveBeenCalledTimes(1);

  now.revision = 5n;
  now.events.push("referral.accepted");
  now.state = "accepted";
  await act(async () => told());
  expect(panel()).toContain(en.events["referral.accepted"]);
  expect(timeline).toHaveBeenCalledTimes(2);

  await act(async () => setQuery("tab", "referrals"));
  expect(panel()).toContain(en.states.accepted);
  expect(states).toHaveBeenCalledTimes(1);
  now.revision = 6n;
  now.state = "completed";
  await act(async () => told());
  expect(panel()).toContain(en.states.completed);
  expect(states, "read again once, and not emptied").toHaveBeenCalledTimes(2);
});
