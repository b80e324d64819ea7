// How soon a need must be met. Fixed by the inter-agency form, so an enum, not a code list.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"

namespace rufaa {

// Numbers are for ever: they stand in events.
enum class Urgency {
  kUnset = 0,
  kNormal = 1,
  kUrgent = 2,
  kEmergency = 3,
};

// As in list URGENCY: "NORMAL", "URGENT", "EMERGENCY"; "": unset.
absl::string_view Name(Urgency urgency);
std::optional<Urgency> UrgencyNamed(absl::string_view name);

}  // namespace rufaa
