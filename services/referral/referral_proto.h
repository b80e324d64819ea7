// A referral as the API shows it.
#pragma once

#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/referral/referral.h"
#include "projections/worklist/reader.h"
#include "rufaa/referral/v1/referral.pb.h"

namespace rufaa::referral_service {

// After a change, or read alone: as the aggregate stands. Without anything sealed; without the
// case's code for a receiver who has not accepted.
referral::v1::Referral ToProto(const referral::State& state, uint64_t version, const Acting& by);

// A line of a worklist.
referral::v1::Referral ToProto(const std::string& code, const worklist::Row& row, const Acting& by);

}  // namespace rufaa::referral_service
