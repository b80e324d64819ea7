#include "domain/base/sealed.h"

namespace rufaa {

absl::string_view Name(Compartment compartment) {
  switch (compartment) {
    case Compartment::kNone:
      return "none";
    case Compartment::kIdentity:
      return "identity";
    case Compartment::kNarrative:
      return "narrative";
    case Compartment::kLocation:
      return "location";
    case Compartment::kMedical:
      return "medical";
    case Compartment::kJustice:
      return "justice";
    case Compartment::kReply:
      return "reply";
  }
  return "unknown";
}

}  // namespace rufaa
