// Where a child sleeps is said by codes as well as by sealed words: by the agency that an
// emergency, a move or an order placed it with, and by who else helps it; and so is what happened
// to it, by the signs of its risk. Private to projections/casefile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/events.h"
#include "projections/casefile/casefile_internal.h"

namespace rufaa::casefile {

// `event` as `party`, which may know of it, may know it: without the place that it names, without
// what belongs to court, and without what only the narrative tells. nullopt: all of it.
std::optional<AnyEvent> Curtailed(const Party& party, const AnyEvent& event);

// The court in whose matter `event` is, if it is of what is before a court; empty: none's.
std::string CourtOf(const CaseFile& file, const AnyEvent& event);

// Whether an event that `party` would know of by what it is to the case is kept from it: what is
// before a court (but from the court itself: CourtOf), where its referrals do not open justice;
// and what another agency that helps the child did. What a court that helps does tells one who
// may hold what is of the court nothing new: its head names the court and the day.
bool IsKeptFrom(const Party& party, const AnyEvent& event, const std::vector<Party>& parties,
                absl::string_view actor_agency);

// Which place it is, for one that may not know it: what kind of place, who helps the child is told.
void CurtailPlace(const Party& party, std::optional<PlaceLine>& place);

// An order's place, for one that may not know it.
void CurtailOrders(const Party& party, std::vector<OrderLine>& orders);

}  // namespace rufaa::casefile
