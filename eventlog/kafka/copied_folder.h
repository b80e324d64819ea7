// The folder of a replica that was copied from another process's.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace rufaa {

// Takes from the copy in folder `path`, which nobody has open, what is the other's alone: a move
// back that was cut short there leaves a mark by which that folder, and no second one, may take the
// log out of its topic (kafka/move_log.h). Nothing else changes.
absl::Status ForgetWhatWasTheOthers(const std::string& path);

}  // namespace rufaa
