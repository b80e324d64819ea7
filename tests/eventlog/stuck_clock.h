// A clock that keeps whoever asks it for as long as the test wants: who gives commits their order
// asks for the time of each.
#pragma once

#include <condition_variable>
#include <mutex>

#include "eventlog/clock.h"
#include "tests/eventlog/fixtures.h"

namespace rufaa {

class StuckClock : public Clock {
 public:
  absl::Time Now() override {
    std::unique_lock lock(mutex_);
    asked_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return released_; });
    return Noon();
  }
  void WaitUntilAsked() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return asked_; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false, released_ = false;
};

}  // namespace rufaa
