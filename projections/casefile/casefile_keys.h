// Keys of the case file; private to projections/casefile.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "domain/base/sealed.h"
#include "projections/core/key.h"

namespace rufaa::casefile {

enum Family : uint8_t {
  kHeads = 1,       // agency, case
  kTimeline = 2,    // agency, case, position, index
  kSealed = 3,      // agency, case, position, index, compartment
  kMasters = 4,     // case
  kLatest = 5,      // case
  kHeadSealed = 6,  // agency, case
  kKinds = 7,       // agency
  kReferrals = 8,   // referral
};

inline std::string HeadKey(absl::string_view agency, absl::string_view kase) {
  return KeyWriter().U8(kHeads).Text(agency).Text(kase).Take();
}
inline std::string TimelinePrefix(absl::string_view agency, absl::string_view kase) {
  return KeyWriter().U8(kTimeline).Text(agency).Text(kase).Take();
}
inline std::string SealedPrefix(absl::string_view agency, absl::string_view kase) {
  return KeyWriter().U8(kSealed).Text(agency).Text(kase).Take();
}

// An event's place in the log.
struct Place {
  uint64_t position = 0;
  uint32_t index = 0;
  auto operator<=>(const Place&) const = default;
};

// What follows either prefix; of a sealed row, the compartment too.
inline std::string PlaceKey(Place at) { return KeyWriter().U64(at.position).U32(at.index).Take(); }
inline std::string SealedPlaceKey(Place at, Compartment compartment) {
  return PlaceKey(at) + static_cast<char>(compartment);
}
inline Compartment CompartmentOfSealedKey(absl::string_view key) {
  return static_cast<Compartment>(key.back());
}
inline std::string KeyOf(Family family, absl::string_view id) {
  return KeyWriter().U8(family).Text(id).Take();
}
inline std::string HeadSealedKey(absl::string_view agency, absl::string_view kase) {
  return KeyWriter().U8(kHeadSealed).Text(agency).Text(kase).Take();
}

}  // namespace rufaa::casefile
