import { Code, ConnectError } from "@connectrpc/connect";
import { create } from "@bufbuild/protobuf";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { referral } from "../src/api/referral";
import { SessionContext, type Session } from "../src/app/session";
import { CaseReferrals } from "../src/casefile/CaseReferrals";
import { labels } from "../src/gen/codes.en";
import { CaseSchema } from "../src/gen/rufaa/casework/v1/casework_pb";
import { ReferralSchema } from "../src/gen/rufaa/referral/v1/referral_pb";
import { I18nContext, makeI18n } from "../src/i18n";
import { en } from "../src/i18n/en";

vi.mock("../src/directory/agencies", () => ({ useAgencies: () => ({ all: [], name: String }) }));

async function show(): Promise<HTMLElement> {
  const place = document.createElement("div");
  const i18n = makeI18n({ t: en, labels }, "en", () => undefined);
  const session = { state: "in", signInsSeen: 0 } as unknown as Session;
  const file = create(CaseSchema, { openReferrals: ["MSR-1", "MSR-2"] });
  await act(async () =>
    createRoot(place).render(
      <I18nContext value={i18n}>
        <SessionContext value={session}>
          <CaseReferrals file={file} revision={1n} timeline={[]} />
        </SessionContext>
      </I18nContext>,
    ),
  );
  return place;
}

it("a referral that is not the caller's is left out; one that can't be read is said so", async () => {
  const found = { referral: create(ReferralSchema, { referralCode: "MSR-1" }) } as never;
  const read = vi.spyOn(referral, "getReferral");
  read.mockResolvedValueOnce(found).mockRejectedValueOnce(new ConnectError("", Code.NotFound));
  expect((await show()).querySelectorAll("li").length).toBe(1);
  read.mockResolvedValueOnce(found).mockRejectedValueOnce(new ConnectError("", Code.Internal));
  const failed = await show();
  expect(failed.querySelectorAll("li").length).toBe(0);
  expect(failed.textContent).toContain(en.reasons.INTERNAL[0]);
});
