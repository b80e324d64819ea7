// Calls functions after a while, without a thread for each: deadlines of waits, the hub's own
// clocks. The while is the steady clock's: a machine's clock that is put back keeps nobody waiting.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/time/time.h"

namespace rufaa::rpc {

// Thread-safe. Destroying it drops what is not yet due, uncalled.
class Timer {
 public:
  using Work = std::function<void()>;

  Timer();
  ~Timer();
  // Returns once nothing is being called, and nothing will be any more: what `work` uses may go.
  void Stop();

  // Calls `work` once `wait` is over, on the timer's thread; it must not block. Returns an id for
  // Cancel. What `work` holds may itself cancel when it goes.
  uint64_t After(absl::Duration wait, Work work);
  // True when `work` was not called and will not be.
  bool Cancel(uint64_t id);

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::pair<absl::Time, uint64_t>, Work> due_;  // By SteadyNow().
  std::map<uint64_t, absl::Time> times_;                 // Of those in `due_`.
  uint64_t next_id_ = 1;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace rufaa::rpc
