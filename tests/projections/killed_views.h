// The history that a killed process and its test both know: made anew, it has the same bytes.
#pragma once

#include "tests/projections/history_log.h"

namespace rufaa {

class HistoryWithoutTime {
 public:
  void Grow(uint64_t head) {
    while (log_.Head() < head) Append(log_, history_, 1);
  }
  MemoryLog& log() { return log_; }

 private:
  struct StoppedClock : Clock {
    absl::Time Now() override { return absl::FromUnixSeconds(1'700'000'000); }
  };

  StoppedClock clock_;
  MemoryLog log_{&clock_};
  RandomHistory history_{{.seed = 9, .agencies = 12, .offices = 3, .cases_at_once = 30}};
};

}  // namespace rufaa
