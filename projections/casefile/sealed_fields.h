// What of an event is sealed, each value with where it stands.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/events.h"
#include "projections/casefile/casefile_rows.h"

namespace rufaa::casefile {

// The sealed fields of an event of `stream` that are filled.
std::vector<HeldSealed> SealedOf(const AnyEvent& event, absl::string_view stream);
// The event's payload without them.
std::string PayloadWithoutSealed(const AnyEvent& event);

}  // namespace rufaa::casefile
