// A case page shows what its reader was told, and, told of a change, reads again what stands beside the
// case, too.
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { casework } from "../src/api/casework";
import { referral } from "../src/api/referral";
import { setQuery } from "../src/app/router";
import CasePage from "../src/casefile/CasePage";
import {
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
}));

const show = () =>
  shown(<CasePage params={{ code: "MSA-1" }} />, {
    state: "in",
    signInsSeen: 0,
    caller: { person: "p-1", agency: "sco", role: "childrens_officer" },
  });

it.each([
  ["its officer", { sex: "SFEM" }, true],
  ["who reported it, and knows where it stands and no more", {}, false],
])("a case of a child whose age nobody knows is shown to %s", async (_, known, whole) => {
  vi.spyOn(casework, "getCase").mockResolvedValue(
    create(GetCaseResponseSchema, { caseFile: { caseCode: "MSA-1", stage: "registered", ...known } }),
  );
  vi.spyOn(casework, "getTimeline").mockResolvedValue(create(GetTimelineResponseSchema, {}));
  const place = await show();
  expect(place.textContent).toContain(en.stages.registered);
  expect(place.textContent!.includes(en.riskNotSet)).toBe(whole);
  expect(place.querySelector("#case-panel") !== null).toBe(whole);
});

it("what a colleague did shows in the timeline, and in the states of referrals", async () => {
  const now = { revision: 4n, events: ["case.registered"], state: "sent" };
  vi.spyOn(casework, "getCase").mockImplementation(async () =>
    create(GetCaseResponseSchema, {
      revision: now.revision,
      // The referral moves, and its case does not.
      caseFile: { caseCode: "MSA-1", version: 3n, sex: "SFEM", openReferrals: ["MSR-1"] },
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
  const place = await show();
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

it("an order past its last day is not shown as one that runs, nor is one that does not last", async () => {
  const orders = [
    { order: "o1", kind: "OCCR", expiresOn: "2026-01-31", state: "expired" },
    { order: "o2", kind: "CORR", state: "made" },
    { order: "o3", kind: "OSUP", expiresOn: "2026-12-31", state: "running" },
    { order: "o4", kind: "OPRO", expiresOn: "2026-12-31", state: "ended", ended: true },
  ];
  vi.spyOn(casework, "getCase").mockResolvedValue(
    create(GetCaseResponseSchema, { caseFile: { caseCode: "MSA-1", sex: "SFEM", orders } }),
  );
  vi.spyOn(casework, "getTimeline").mockResolvedValue(create(GetTimelineResponseSchema, {}));
  const place = await show();
  await act(async () => setQuery("tab", "court"));
  const tags = [...place.querySelectorAll("#case-panel .tag")];
  const { expired, made, running, ended } = en.casefile.orderStates;
  expect(tags.map((tag) => tag.textContent)).toEqual([expired, made, running, ended]);
  expect(tags.map((tag) => tag.className.includes("good"))).toEqual([false, false, true, false]);
});
