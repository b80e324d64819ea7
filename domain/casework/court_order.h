// What a court's order is on a day: whether the case is still held by it, and if not, why not.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rufaa::casework {

enum class OrderStands {
  kRunning,
  kExpired,  // Its last day is over, and nobody has recorded its end.
  kEnded,    // It was revoked or replaced, or its expiry was recorded.
  kMade,     // Of a kind that does not last, as a release: nothing of it runs on.
};
absl::string_view Name(OrderStands stands);  // "running", "expired", "ended", "made".

// An order holds through the last day that it names. One that names none runs until it is ended,
// unless its kind does not last.
OrderStands StandsOn(absl::CivilDay day, absl::string_view kind,
                     const std::optional<absl::CivilDay>& expires_on, bool ended);

}  // namespace rufaa::casework
