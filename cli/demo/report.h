// What is said of a child when it is found, sealed as a service seals it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "cli/demo/child.h"
#include "cli/demo/world.h"

namespace rufaa::demo {

// Of a case that will be `code`, addressed to the office of the child's sub-county. Who told whom
// is for the caller to add. Indexes the child for the search by name.
absl::StatusOr<casework::Identify> Report(World& world, const Child& child, const std::string& code,
                                          const Acting& by);

}  // namespace rufaa::demo
