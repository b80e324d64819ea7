// Days in UTC, which cut what views count into pieces. The law's and the field's are Nairobi's
// (domain/base/local_day.h).
#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace rufaa {

inline constexpr int64_t kSecondsOfADay = 86400;

// Since 1970.
inline int64_t UtcDay(absl::Time time) { return absl::ToUnixSeconds(time) / kSecondsOfADay; }

inline absl::Time StartOfUtcDay(int64_t day) { return absl::FromUnixSeconds(day * kSecondsOfADay); }

}  // namespace rufaa
