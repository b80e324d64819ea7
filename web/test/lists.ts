// A desk's lists as the hub has them: empty, but for what a test says. And whose desk it is.
import { create } from "@bufbuild/protobuf";
import { vi } from "vitest";
import { casework } from "../src/api/casework";
import { referral } from "../src/api/referral";
import type { CaseRow } from "../src/gen/rufaa/casework/v1/casework_pb";
import {
  ListCaseloadResponseSchema,
  ListCourtCalendarResponseSchema,
} from "../src/gen/rufaa/casework/v1/casework_service_pb";
import type { Referral } from "../src/gen/rufaa/referral/v1/referral_pb";
import {
  CountWorklistsResponseSchema,
  ListWorklistResponseSchema,
  type Queue,
} from "../src/gen/rufaa/referral/v1/referral_service_pb";

// The part that is looked at of what a list was asked for.
interface Asked {
  queue?: Queue;
  escalatedOnly?: boolean;
  sentOnly?: boolean;
}

interface Lists {
  counts?: { queue: Queue; count: number }[];
  referrals?: (asked: Asked) => Referral[];
  undecided?: CaseRow[];
  ofWhoLeft?: CaseRow[];
  // All that are open, by what is due.
  cases?: CaseRow[];
}

// What is told of the calls that list referrals.
export function theirLists({
  counts = [],
  referrals = () => [],
  undecided = [],
  ofWhoLeft = [],
  cases = [],
}: Lists) {
  vi.spyOn(referral, "countWorklists").mockResolvedValue(
    create(CountWorklistsResponseSchema, { counts }),
  );
  vi.spyOn(casework, "listCourtCalendar").mockResolvedValue(
    create(ListCourtCalendarResponseSchema, {}),
  );
  vi.spyOn(casework, "listCaseload")
    .mockReset()
    .mockImplementation(async ({ awaitingDecision, ownerLeft }) =>
      create(ListCaseloadResponseSchema, {
        cases: awaitingDecision ? undecided : ownerLeft ? ofWhoLeft : cases,
      }),
    );
  return vi
    .spyOn(referral, "listWorklist")
    .mockReset()
    .mockImplementation(async (asked) =>
      create(ListWorklistResponseSchema, { referrals: referrals(asked) }),
    );
}

// A session of somebody with the role, of the office.
export const asRole = (role: string) => ({
  state: "in",
  signInsSeen: 0,
  sessionEnded: () => undefined,
  caller: { person: "p-1", agency: "office", role },
});
