// A referral as the API shows it.
#pragma once

#include "absl/time/time.h"
#include "domain/base/caller.h"
#include "domain/referral/referral.h"
#include "projections/worklist/reader.h"
#include "rufaa/referral/v1/referral.pb.h"

namespace rufaa::referral_service {

// For a receiver without consent, or whose part has ended: takes out what is said of the child, and
// of the actions those that want to know it. What is asked, of whom and until when stays.
void KeepHeader(referral::v1::Referral& proto);

// After a change, or read alone: as the aggregate stands. Without anything sealed; without the
// case's code for a receiver who has not accepted; without what is said of the child for one whose
// part has ended.
referral::v1::Referral ToProto(const referral::State& state, uint64_t version, const Acting& by);

// As the worklists know it, whoever may read what it says of the child.
referral::v1::Referral ToProto(const std::string& code, const worklist::Row& row, const Acting& by);

}  // namespace rufaa::referral_service
