// What a figure was measured on: printed beside all of them.
#pragma once

#include "nlohmann/json.hpp"

namespace rufaa::bench {

nlohmann::json Machine();

}  // namespace rufaa::bench
