// The demo county's time: acts are done in the order of their times, each at its own, from founding
// up to the present. What would come later is left for the people who try the hub.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventlog/clock.h"

namespace rufaa::demo {

// Stands still between acts. Read by the log's thread too.
class SimClock : public Clock {
 public:
  explicit SimClock(absl::Time start) { Set(start); }
  absl::Time Now() override { return absl::FromUnixMicros(micros_.load()); }
  void Set(absl::Time time) { micros_.store(absl::ToUnixMicros(time)); }

 private:
  std::atomic<int64_t> micros_;
};

class Agenda {
 public:
  using Act = std::function<absl::Status()>;

  // `clock` must outlive this.
  explicit Agenda(SimClock& clock) : clock_(clock) {}

  absl::Time Now() { return clock_.Now(); }

  // An act before now is done now. Acts of one time are done in the order they were entered.
  void At(absl::Time time, Act act);
  void After(absl::Duration wait, Act act) { At(Now() + wait, std::move(act)); }

  // Does everything up to `end`, with what that enters. Stops at the first act that fails, and with
  // CANCELLED once `go_on`, asked after each, says no.
  absl::Status RunUntil(absl::Time end, const std::function<bool()>& go_on);

 private:
  struct Entry {
    absl::Time time;
    uint64_t number;
    Act act;
    bool operator<(const Entry& other) const {  // The queue's top is the greatest.
      return time != other.time ? time > other.time : number > other.number;
    }
  };

  SimClock& clock_;
  uint64_t entered_ = 0;
  std::priority_queue<Entry> entries_;
};

}  // namespace rufaa::demo
