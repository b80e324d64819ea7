// The machine's clock, wrong for a while: as every part of the program sees it that
// stepped_clock.cc is linked into. The steady clock goes on as ever.
#pragma once

#include "absl/time/time.h"

namespace rufaa {

// The clock is fast by so much while this stands; then it is put right.
class FastClock {
 public:
  explicit FastClock(absl::Duration by);
  ~FastClock();
  FastClock(const FastClock&) = delete;
  FastClock& operator=(const FastClock&) = delete;

 private:
  const absl::Duration by_;
};

}  // namespace rufaa
