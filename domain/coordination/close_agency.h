// An agency closes in one commit, with all that hangs on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/coordination/coordination.h"

namespace rufaa::coordination {

// What one commit can end: each referral may need three events, its case a condition of its own;
// and the agency's offers are to find room, too.
inline constexpr size_t kMostReferralsEnded = 200;
inline constexpr size_t kMostCasesTouched = 2 * kMostReferralsEnded;

// What hangs on an agency.
struct Duties {
  uint64_t open_cases = 0;                 // That it answers for.
  std::vector<referral::State> referrals;  // It is asked for, and to end; asked back ones stay.
  // Those of these referrals, and those that it is asked to take over; each once.
  std::vector<casework::State> cases;
};

struct CloseAgency {
  directory::CloseAgency close;
  Duties duties;
};

// Closes the agency and withdraws its offers. Referrals that it had not taken on are declined for
// it, so that who sent them is told as of any other no; those that it had are asked back in their
// sender's place, who looks where the child is before ending them (referral::EndWithRecipient);
// beds stay held until then. Cases that it was to take over go back. AGENCY_IN_USE, with how many,
// where it answers for cases itself, or more hangs on it than one commit can end.
Changes Decide(const directory::Agency& agency, const CloseAgency& command, const Rules& rules);

// The same for what was given to it in the moment in which it closed, which who closed it could not
// see yet. Nothing where it works (again), or nothing hangs on it. Cases that it answers for stay.
Changes EndWhatCameAsItClosed(const directory::Agency& agency, const CloseAgency& command,
                              const Rules& rules);

}  // namespace rufaa::coordination
