// Whom the demo's officers ask for a service.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/demo/world.h"
#include "domain/coordination/coordination.h"

namespace rufaa::demo {

struct Asked {
  std::string agency;
  std::string offer;
};

// One of those that MatchOffers gives; of shelters, one of the three with most room. nullopt when
// nobody in the county offers it to such a child.
absl::StatusOr<std::optional<Asked>> PickOffer(World& world, Dice& dice,
                                               const coordination::Wanted& wanted);

directory::OfferPublished Published(const PlannedOffer& offer);

}  // namespace rufaa::demo
