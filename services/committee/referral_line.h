// A referral of a list.
#pragma once

#include "services/committee/listing.h"

namespace rufaa::committee_service {

// What its place says; and for who sees all counts, what the view keeps of it.
absl::Status FillReferral(const rpc::Call& call, const Listing& listing,
                          const board::LinePlace& place, const std::string& subcounty,
                          committee::v1::CountedReferral& one);

}  // namespace rufaa::committee_service
