#include "eventlog/steady_time.h"

#include <time.h>

#include "absl/time/clock.h"
#include "domain/base/check.h"

namespace rufaa {
namespace {

// The steady clock that goes on while the machine sleeps: what was known before is older then.
absl::Duration Elapsed() {
  timespec elapsed = {};
  RUFAA_CHECK(clock_gettime(CLOCK_BOOTTIME, &elapsed) == 0);
  return absl::DurationFromTimespec(elapsed);
}

}  // namespace

absl::Time SteadyNow() {
  static const absl::Time zero = absl::Now() - Elapsed();
  return zero + Elapsed();
}

}  // namespace rufaa
