// Where a child sleeps is said by codes as well as by sealed words: by the agency that an emergency
// or an order placed it with, and by who else helps it; and so is what happened to it, by the signs
// of its risk. Private to projections/casefile.
#pragma once

#include <optional>

#include "domain/events.h"
#include "projections/casefile/casefile_internal.h"

namespace rufaa::casefile {

// `event` as `party`, which may know of it, may know it: without the place that it names, without
// what belongs to court, and without what only the narrative tells. nullopt: all of it.
std::optional<AnyEvent> Curtailed(const Party& party, const AnyEvent& event);

// Whether what an agency did tells another that it helps the child. `party`: the other.
bool TellsOfAnotherHelper(const Party& party, const std::vector<Party>& parties,
                          absl::string_view actor_agency);

// An order's place, for one that may not know it.
void CurtailOrders(const Party& party, std::vector<OrderLine>& orders);

}  // namespace rufaa::casefile
