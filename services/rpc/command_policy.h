// What a caller is to a case or referral as the aggregates know it, and whether the policy lets
// such a one do something. Reads ask the same of the views' rows.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/casework/case.h"
#include "domain/policy/policy.h"
#include "domain/referral/referral.h"
#include "services/rpc/call.h"

namespace rufaa::rpc {

using Standing = std::vector<policy::Tie>;

Standing StandingIn(const casework::State& kase, const Acting& by);
// `kase` is the referral's case. `ended_at`: when the referral ended, as far as the caller of this
// knows; who was asked is nothing to it policy::kEndedDays later.
Standing StandingIn(const referral::State& referral, const casework::State& kase, const Acting& by,
                    std::optional<absl::Time> ended_at = std::nullopt);
// To no case: reporting a child, importing.
Standing NoStanding(const Acting& by);

// What doing something comes down to.
struct Right {
  policy::Part part = policy::Part::kHeader;
  policy::Action action = policy::Action::kWrite;
};

// What a caller reads of the case itself, out of all that its agency holds of it.
enum class Reach {
  kNothing,
  kReport,        // That the child whom they reported was received, and by whom.
  kOwnReferrals,  // That they are: without consent a recipient knows no more of the case.
  kAll,
};
struct Reader {
  // Without referrals that the agency has not decided: who may still say no does not know of which
  // case one is.
  Standing standing;
  Reach reach = Reach::kNothing;
  // Of what they reported, be it beside kOwnReferrals; nobody needs it beside kAll.
  bool reported = false;
};
Reader ReaderOf(const Call& call, const casework::State& kase, const Acting& by);

// The compartments that the caller may open: with a step-up, if need be.
std::vector<Compartment> OpenTo(const Call& call, const Standing& standing);

// OK, NOT_PERMITTED, STEP_UP_REQUIRED where a second factor would do, or ASSIGNED_TO_ANOTHER to a
// colleague of who has the case, who might do it then.
absl::Status CheckMay(const Call& call, const Standing& standing, const Right& right);

// Why a case or referral is not shown: ASSIGNED_TO_ANOTHER to such a colleague, who learns whom to
// ask; NOT_FOUND_OR_NOT_YOURS to everybody else, who can't tell it from one that is not there.
absl::Status RefuseRead(const Call& call, const Standing& standing);

}  // namespace rufaa::rpc
