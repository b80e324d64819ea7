#include "domain/base/urgency.h"

namespace rufaa {

absl::string_view Name(Urgency urgency) {
  switch (urgency) {
    case Urgency::kUnset:
      return "";
    case Urgency::kNormal:
      return "NORMAL";
    case Urgency::kUrgent:
      return "URGENT";
    case Urgency::kEmergency:
      return "EMERGENCY";
  }
  return "UNKNOWN";
}

std::optional<Urgency> UrgencyNamed(absl::string_view name) {
  for (Urgency urgency : {Urgency::kNormal, Urgency::kUrgent, Urgency::kEmergency}) {
    if (Name(urgency) == name) return urgency;
  }
  return std::nullopt;
}

}  // namespace rufaa
