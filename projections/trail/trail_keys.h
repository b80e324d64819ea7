// Keys of the trail: (by what, its id, position, index) is an index without a value; the row stands
// once, under (position, index).
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "projections/core/key.h"

namespace rufaa::trail {

enum class By : uint8_t { kCase = 1, kPerson = 2, kAgency = 3 };
inline constexpr uint8_t kReferrals = 4;  // Whose they are: referral.
inline constexpr uint8_t kRows = 5;       // position, index.

inline std::string Prefix(By by, absl::string_view id) {
  return KeyWriter().U8(static_cast<uint8_t>(by)).Text(id).Take();
}

inline std::string PlaceBytes(uint64_t position, uint32_t index) {
  return KeyWriter().U64(position).U32(index).Take();
}

inline std::string RowKey(absl::string_view place) {
  return KeyWriter().U8(kRows).Take().append(place.data(), place.size());
}

}  // namespace rufaa::trail
