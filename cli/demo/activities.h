// What the demo county's programme did beside its cases: sessions at schools and elsewhere,
// trainings and groups of caregivers, month by month, and one that was entered twice.
#pragma once

#include "absl/time/time.h"
#include "cli/demo/world.h"

namespace rufaa::demo {

void EnterActivities(World& world, const Dice& dice, absl::Time from, absl::Time until);

}  // namespace rufaa::demo
