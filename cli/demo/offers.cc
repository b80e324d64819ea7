#include "cli/demo/offers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/base/status_macros.h"

namespace rufaa::demo {

directory::OfferPublished Published(const PlannedOffer& offer) {
  return {.offer = offer.id,
          .services = offer.services,
          .destination = offer.destination,
          .sex = offer.sex,
          .age_min = offer.age_min,
          .age_max = offer.age_max,
          .subcounties = offer.subcounties,
          .hours = offer.hours,
          .has_beds = offer.beds > 0,
          .display_name = offer.name};
}

absl::StatusOr<std::optional<Asked>> PickOffer(World& world, Dice& dice,
                                               const coordination::Wanted& wanted) {
  std::vector<coordination::OfferWithRoom> offers;
  for (const PlannedAgency& agency : world.plan.agencies) {
    for (const PlannedOffer& offer : agency.offers) {
      coordination::OfferWithRoom entry{agency.id, Published(offer), {}};
      if (offer.beds > 0) {
        RUFAA_ASSIGN_OR_RETURN(entry.beds, world.scribe.LoadBeds(offer.id));
      }
      offers.push_back(std::move(entry));
    }
  }
  const std::vector<coordination::OfferWithRoom> matching =
      coordination::MatchOffers(wanted, std::move(offers));
  if (matching.empty()) return std::nullopt;
  // Beds by who has most of them; what needs none is offered by equals.
  const int shown = matching.front().beds.open ? 3 : static_cast<int>(matching.size());
  const int last = std::min<int>(shown, static_cast<int>(matching.size())) - 1;
  const coordination::OfferWithRoom& chosen = matching[static_cast<size_t>(dice.Between(0, last))];
  return Asked{chosen.agency, chosen.offer.offer};
}

}  // namespace rufaa::demo
