// Reads of referrals from the caller's agency's own rows. What is personal opens only through the
// door (services/rpc/door.h).
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/door.h"
#include "services/rpc/kept_answers.h"

namespace rufaa::referral_service {

// What is left to be opened into `reply`, if anything is; `sought` is filled as far as it is known.
absl::StatusOr<std::optional<rpc::Reading>> ReadReferral(
    const rpc::Call& call, const referral::v1::GetReferralRequest& request,
    referral::v1::GetReferralResponse* reply, rpc::Sought& sought);
// Read once for the same caller, until the county moves on or the minute ends: consoles ask again
// and again. So a consent that runs out shuts a list at the end of that minute.
// Beside a page: the cases of its lines, also those whose codes it does not tell.
using KeptPages = rpc::KeptAnswers<referral::v1::ListWorklistResponse, rpc::KeptShown>;
absl::Status ReadWorklist(const rpc::Call& call, const referral::v1::ListWorklistRequest& request,
                          KeptPages& kept, grpc::ByteBuffer* reply);
absl::Status ReadCounts(const rpc::Call& call, const referral::v1::CountWorklistsRequest& request,
                        referral::v1::CountWorklistsResponse* reply);
absl::Status ReadAlternatives(const rpc::Call& call,
                              const referral::v1::FindAlternativesRequest& request,
                              referral::v1::FindAlternativesResponse* reply);

}  // namespace rufaa::referral_service
