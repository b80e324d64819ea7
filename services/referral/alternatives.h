// Who else could do what a referral asks for.
#pragma once

#include "absl/status/status.h"
#include "domain/referral/referral.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "rufaa/referral/v1/referral.pb.h"
#include "services/rpc/call.h"

namespace rufaa::referral_service {

// Offers that take such a child, but for the receiver's own: those with room first, then those that
// do not count their places. Full ones are left out.
absl::Status FindAlternatives(
    const rpc::Call& call, const referral::State& referral,
    google::protobuf::RepeatedPtrField<referral::v1::Alternative>* alternatives);

}  // namespace rufaa::referral_service
