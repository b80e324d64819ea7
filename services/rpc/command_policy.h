// What a caller is to a case or referral as the aggregates know it, and whether the policy lets
// such a one do something. Reads ask the same of the views' rows.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "domain/base/caller.h"
#include "domain/casework/case.h"
#include "domain/policy/policy.h"
#include "domain/referral/referral.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

using Standing = std::vector<policy::Tie>;

Standing StandingIn(const casework::State& kase, const Acting& by);
// `kase` is the referral's case.
Standing StandingIn(const referral::State& referral, const casework::State& kase, const Acting& by);
// To no case: reporting a child, importing.
Standing NoStanding(const Acting& by);

// What doing something comes down to.
struct Right {
  policy::Part part = policy::Part::kHeader;
  policy::Action action = policy::Action::kWrite;
};

// Whether anybody of the agency could have had this opened of the case then: with a step-up, if
// need be. For what a court asks of the past.
bool AnyoneMayOpen(const casework::State& kase, const std::string& agency,
                   const std::string& agency_kind, Compartment compartment, absl::Time then);

// OK, NOT_PERMITTED, or STEP_UP_REQUIRED where a second factor would do.
absl::Status CheckMay(const Call& call, const Standing& standing, const Right& right);

}  // namespace rufaa::rpc
