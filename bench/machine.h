// What a figure was measured on: printed beside all of them.
#pragma once

#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace rufaa::bench {

nlohmann::json Machine();

// Waits until this process, all its threads together, does next to nothing: what building a county
// left to merge is merged. Two minutes at most; returns how long it took.
absl::Duration WaitUntilAtRest();

}  // namespace rufaa::bench
