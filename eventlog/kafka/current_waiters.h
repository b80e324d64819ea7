// Who waits for this replica to be current as of a time. Thread-safe; whoever is told is told on
// the thread that tells.
#pragma once

#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "eventlog/county_log.h"

namespace rufaa {

class CurrentWaiters {
 public:
  // `done` is called by a later Tell: with success once current as of `at`, or with LOG_UNAVAILABLE
  // once `deadline` has passed. Here and now after End.
  void Add(absl::Time at, absl::Time deadline, CountyLog::Current done);

  // The replica is current as of `current`.
  void Tell(absl::Time current, absl::Time now);

  // Nobody will be told later: LOG_UNAVAILABLE to all.
  void End();

 private:
  struct Waiting {
    absl::Time at, deadline;
    CountyLog::Current done;
  };
  std::mutex mutex_;
  std::vector<Waiting> waiting_;
  bool ended_ = false;
};

}  // namespace rufaa
