// An agency's shares, in the order of a referral's life.
import type { AgencyRates } from "../gen/rufaa/committee/v1/committee_service_pb";

export const SHARES = ["decided", "accepted", "completed", "confirmed", "silent"] as const;
export type Share = (typeof SHARES)[number];

// -1 of the API: there is nothing to take a share of.
export function sharesOf(rates: AgencyRates): Record<Share, number | undefined> {
  const share = (value: number) => (value < 0 ? undefined : value);
  return {
    decided: share(rates.responseRate),
    accepted: share(rates.acceptanceRate),
    completed: share(rates.completionRate),
    confirmed: share(rates.loopClosedRate),
    silent: share(rates.silenceRate),
  };
}
