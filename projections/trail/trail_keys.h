// Keys of the trail: (by what, its id, position of the commit). The value names the events of that
// commit, as varints; the events themselves stand in the log.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "projections/core/key.h"

namespace rufaa::trail {

enum class By : uint8_t { kCase = 1, kPerson = 2, kAgency = 3 };
inline constexpr uint8_t kReferrals = 4;  // Whose they are: referral.

inline std::string Prefix(By by, absl::string_view id) {
  return KeyWriter().U8(static_cast<uint8_t>(by)).Text(id).Take();
}

}  // namespace rufaa::trail
