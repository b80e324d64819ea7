// Who else could do what a referral asks for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/casework/case.h"
#include "domain/referral/referral.h"
#include "eventlog/execute/executor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "rufaa/referral/v1/referral.pb.h"
#include "services/rpc/call.h"

namespace rufaa::referral_service {

// Whom the referrals that `referral` continues asked, the last one first. A sender may name any
// referral as continued: one of another case is no part of this.
absl::StatusOr<std::vector<std::string>> AskedBefore(Loader& load, const referral::State& referral);

// Who is asked for `service` now by a referral of the case that is open: of each, its code, and of
// several one that is still to be served.
absl::StatusOr<std::map<std::string, std::string>> AskedNow(Loader& load,
                                                            const casework::State& kase,
                                                            absl::string_view service);

// Offers that take such a child, but for those of who is or was asked already: those with room
// first, then those that do not count their places. Full ones are left out.
absl::Status FindAlternatives(
    const rpc::Call& call, const referral::State& referral,
    google::protobuf::RepeatedPtrField<referral::v1::Alternative>* alternatives);

}  // namespace rufaa::referral_service
