// A short line list that an office loaded twice by mistake, and took back the next day.
#pragma once

#include "absl/time/time.h"
#include "cli/demo/world.h"

namespace rufaa::demo {

void EnterMistakenImport(World& world, const Dice& dice, absl::Time at);

}  // namespace rufaa::demo
