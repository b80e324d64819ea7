#include "tests/support/stepped_clock.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace {

std::atomic<int64_t> fast_seconds{0};

}  // namespace

// Stands in for the C library's, in whatever the program is linked with.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const auto result = static_cast<int>(syscall(SYS_clock_gettime, clock, now));
  if (clock == CLOCK_REALTIME) now->tv_sec += fast_seconds;
  return result;
}

namespace rufaa {

FastClock::FastClock(absl::Duration by) : by_(by) { fast_seconds += absl::ToInt64Seconds(by_); }

FastClock::~FastClock() { fast_seconds -= absl::ToInt64Seconds(by_); }

}  // namespace rufaa
