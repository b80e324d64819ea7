// Who is shown the county's counts as they are, and how one that is hidden is told.
#pragma once

#include <cstdint>
#include <optional>

#include "rufaa/committee/v1/committee_service.pb.h"
#include "services/rpc/call.h"

namespace rufaa::committee_service {

// Officers answer for every one of these children; to everybody else small numbers are children.
bool Suppresses(const rpc::Call& call);

// nullopt: hidden.
void Set(const std::optional<int64_t>& count, committee::v1::Count* proto);

}  // namespace rufaa::committee_service
