// How long something has stood, as the board tells it: up to a week, four weeks, twelve weeks,
// longer. By days in UTC, as they are counted: or the board would grow with the number of cases.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "projections/core/utc_day.h"

namespace rufaa::board {

inline constexpr std::array<absl::string_view, 4> kAges = {"0-7d", "8-28d", "29-84d", "85d+"};
inline constexpr std::array<int64_t, 4> kOldestDay = {7, 28, 84,
                                                      std::numeric_limits<int64_t>::max()};

inline size_t AgeOfDay(int64_t since_day, absl::Time now) {
  const int64_t days = UtcDay(now) - since_day;
  size_t age = 0;
  while (days > kOldestDay[age]) ++age;
  return age;
}

// nullopt: no such age.
inline std::optional<size_t> AgeNamed(absl::string_view name) {
  const auto found = std::find(kAges.begin(), kAges.end(), name);
  if (found == kAges.end()) return std::nullopt;
  return static_cast<size_t>(found - kAges.begin());
}

// The days that are of an age: from <= day < until.
struct Days {
  int64_t from = 0, until = 0;
};
inline Days DaysOfAge(size_t age, absl::Time now) {
  const int64_t today = UtcDay(now);
  return {age + 1 == kAges.size() ? 0 : std::max<int64_t>(0, today - kOldestDay[age]),
          age == 0 ? std::numeric_limits<int64_t>::max() : today - kOldestDay[age - 1]};
}

}  // namespace rufaa::board
