// A history told in memory becomes a durable log, many commits to one synced write: telling it
// straight into that log would wait for the disk ten thousand times.
#pragma once

#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventlog/clock.h"
#include "eventlog/county_log.h"

namespace rufaa::demo {

// Gives the times it was given, one after another: when each commit was first recorded.
class ReplayClock : public Clock {
 public:
  void Add(absl::Time time);
  absl::Time Now() override;

 private:
  std::mutex mutex_;
  std::vector<absl::Time> times_;
  size_t next_ = 0;
};

// Appends all of `from` to `to`, which must be empty and take its time from `clock`. INTERNAL
// unless both end with the same root: every byte is then the same, the times included.
absl::Status CopyLog(CountyLog& from, CountyLog& to, ReplayClock& clock);

}  // namespace rufaa::demo
