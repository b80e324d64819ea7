// What a refusal tells in codes stands in words: whom a consent would have to be for, for what, and how
// far.
import { expect, it, vi } from "vitest";
import { RefusalNotice } from "../src/ui/States";
import { en } from "../src/i18n/en";
import { shown } from "./shown";

vi.mock("../src/directory/agencies", () => ({
  useAgencies: () => ({ all: [], name: (id: string) => (id === "rescue-centre" ? "Tumaini" : id) }),
}));

const refusal = (facts: Record<string, string>) => ({
  reason: "NO_CONSENT",
  facts,
  fields: [],
  problems: {},
  said: "",
  retryable: false,
  waitMs: 0,
});

it("says which recipient, purpose and parts no consent covers", async () => {
  const place = await shown(
    <RefusalNotice
      refusal={refusal({
        recipient_kind: "RESCUE_CENTRE",
        recipient: "rescue-centre",
        purpose: "REFERRAL_SERVICE",
        scope: "identity medical",
        lacks: "scope in_force",
        unheard_of: "x",
      })}
    />,
    {},
  );
  const lines = [...place.querySelectorAll("li")].map((one) => one.textContent);
  // Of codes of the hub's own nobody can make anything; the order is ours, whichever the hub has.
  expect(lines[0]).toBe("Who would be told: Tumaini");
  expect(lines).toContain("What for: Serving a referral");
  expect(lines).toContain(`What would be told: ${en.compartments[1]}; ${en.compartments[4]}`);
  expect(lines).toContain(`What it does not cover: ${en.lacking.scope}; ${en.lacking.in_force}`);
  expect(lines).toHaveLength(5);
});
