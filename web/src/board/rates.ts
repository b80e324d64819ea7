// An agency's shares, in the order of a referral's life.
import type { AgencyRates, Rate } from "../gen/rufaa/committee/v1/committee_service_pb";

export const SHARES = ["decided", "accepted", "completed", "confirmed", "silent", "missed"] as const;
export type Share = (typeof SHARES)[number];

// -1 of the API: there is nothing to take a share of, or it is hidden.
export function sharesOf(rates: AgencyRates): Record<Share, number | undefined> {
  const share = (rate: Rate | undefined) =>
    rate === undefined || rate.value < 0 ? undefined : rate.value;
  return {
    decided: share(rates.response),
    accepted: share(rates.acceptance),
    completed: share(rates.completion),
    confirmed: share(rates.loopClosed),
    silent: share(rates.silence),
    missed: share(rates.noShow),
  };
}
