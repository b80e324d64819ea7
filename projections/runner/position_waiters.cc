#include "projections/runner/position_waiters.h"

#include <utility>

#include "eventlog/named_thread.h"

namespace rufaa {

PositionWaiters::PositionWaiters(PositionOf position_of)
    : position_of_(std::move(position_of)),
      caller_(NamedThread("views-waiters", [this] { CallReady(); })) {}

PositionWaiters::~PositionWaiters() {
  EndAll(absl::CancelledError("the views are closed"));
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  ready_changed_.notify_all();
  caller_.join();
}

uint64_t PositionWaiters::Add(size_t view, uint64_t position, Done done) {
  absl::Status status;
  {
    std::lock_guard lock(mutex_);
    const uint64_t id = next_id_++;
    // Looked at under the mutex: a view that advances later finds the waiter in the map.
    if (position_of_(view) < position) {
      if (ended_.ok()) {
        waiters_.emplace(id, Waiter{view, position, std::move(done)});
        added_.notify_all();
        return id;
      }
      status = ended_;
    }
  }
  done(status);
  return 0;
}

bool PositionWaiters::Cancel(uint64_t id) {
  std::lock_guard lock(mutex_);
  return waiters_.erase(id) > 0;
}

void PositionWaiters::AwaitOne(absl::Duration timeout) {
  std::unique_lock lock(mutex_);
  added_.wait_for(lock, absl::ToChronoNanoseconds(timeout), [&] { return !waiters_.empty(); });
}

void PositionWaiters::Advanced() {
  {
    std::lock_guard lock(mutex_);
    const size_t before = ready_.size();
    for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
      if (position_of_(waiter->second.view) >= waiter->second.position) {
        ready_.push_back(std::move(waiter->second.done));
        waiter = waiters_.erase(waiter);
      } else {
        ++waiter;
      }
    }
    if (ready_.size() == before) return;
  }
  ready_changed_.notify_all();
}

void PositionWaiters::CallReady() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_changed_.wait(lock, [this] { return !ready_.empty() || closing_; });
    if (ready_.empty()) return;
    const std::vector<Done> over = std::exchange(ready_, {});
    calling_ = true;
    lock.unlock();
    for (const Done& done : over) done(absl::OkStatus());
    lock.lock();
    calling_ = false;
    ready_changed_.notify_all();
  }
}

void PositionWaiters::EndAll(const absl::Status& status) {
  std::map<uint64_t, Waiter> ended;
  {
    std::lock_guard lock(mutex_);
    ended_ = status;
    ended.swap(waiters_);
  }
  for (const auto& [id, waiter] : ended) waiter.done(status);
  std::unique_lock lock(mutex_);
  ready_changed_.wait(lock, [this] { return ready_.empty() && !calling_; });
}

void PositionWaiters::Reopen() {
  std::lock_guard lock(mutex_);
  ended_ = absl::OkStatus();
}

}  // namespace rufaa
