// Where the log gets the time from, so that tests can give it one.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rufaa {

// Thread-safe. May go backwards, as machines' clocks do; the log's `recorded_at` never does.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() = 0;
};

// A log whose last commit is further ahead of a clock got it under one that was wrong, or this one
// is. Clocks of machines that are looked after differ by less.
inline constexpr absl::Duration kClocksApartMax = absl::Hours(1);

class SystemClock : public Clock {
 public:
  absl::Time Now() override { return absl::Now(); }
};

}  // namespace rufaa
