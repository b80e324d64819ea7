// The first day of the demo county: founded, its agencies, desks and offers opened, beds counted,
// people enrolled. Everything by the county's administrator, as in a real one.
#pragma once

#include "absl/status/status.h"
#include "cli/demo/world.h"

namespace rufaa::demo {

absl::Status Found(World& world);

// Who has beds counts them again, as a centre does on Mondays: children come without the hub too.
absl::Status CountBeds(World& world, Dice& dice);

// Told in `county.founded`: how a second start knows that what it finds is a demo, and may say so.
inline constexpr char kDemoCountyName[] = "Mombasa (demo)";

}  // namespace rufaa::demo
