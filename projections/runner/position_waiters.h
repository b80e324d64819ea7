// Who waits for which view to have reached which position: how a read honours min_revision without
// polling. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace rufaa {

class PositionWaiters {
 public:
  using Done = std::function<void(absl::Status)>;
  // The position of view `index` now.
  using PositionOf = std::function<uint64_t(size_t index)>;

  explicit PositionWaiters(PositionOf position_of);
  ~PositionWaiters();

  // Calls `done` exactly once, unless cancelled: at once on this thread if the view is that far,
  // else on a thread of this object's own, so that no read holds up the views. It should not block,
  // as others wait for that thread, too. Returns an id for Cancel.
  uint64_t Add(size_t view, uint64_t position, Done done);
  // True when `done` was not called and will not be.
  bool Cancel(uint64_t id);

  // Waits until somebody waits, or `timeout` is over.
  void AwaitOne(absl::Duration timeout);

  // Has those called whose wait is over. For whoever advances a view.
  void Advanced();
  // Calls all of them with `status`, and later ones too until Reopen(). Not from a `done`: it
  // returns when every call is over.
  void EndAll(const absl::Status& status);
  void Reopen();

 private:
  struct Waiter {
    size_t view;
    uint64_t position;
    Done done;
  };

  void CallReady();

  const PositionOf position_of_;
  std::mutex mutex_;
  std::condition_variable added_, ready_changed_;
  std::map<uint64_t, Waiter> waiters_;
  uint64_t next_id_ = 1;
  absl::Status ended_;
  std::vector<Done> ready_;  // Their wait is over.
  bool calling_ = false;
  bool closing_ = false;
  std::thread caller_;
};

}  // namespace rufaa
