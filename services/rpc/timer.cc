#include "services/rpc/timer.h"

#include <algorithm>

#include "eventlog/steady_time.h"

namespace rufaa::rpc {

Timer::Timer() : thread_([this] { Run(); }) {}

Timer::~Timer() {
  Stop();
  times_.clear();  // First: what goes with its work may ask to cancel, and finds nothing.
  due_.clear();
}

void Timer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

uint64_t Timer::After(absl::Duration wait, Work work) {
  const absl::Time time = SteadyNow() + wait;
  const std::lock_guard lock(mutex_);
  const uint64_t id = next_id_++;
  const auto at = due_.emplace(std::make_pair(time, id), std::move(work)).first;
  times_.emplace(id, time);
  if (at == due_.begin()) wake_.notify_all();
  return id;
}

bool Timer::Cancel(uint64_t id) {
  decltype(due_)::node_type cancelled;  // Goes without the lock.
  const std::lock_guard lock(mutex_);
  const auto at = times_.find(id);
  if (at == times_.end()) return false;
  cancelled = due_.extract({at->second, id});
  times_.erase(at);
  return true;
}

void Timer::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (due_.empty()) {
      wake_.wait(lock);
      continue;
    }
    const auto first = due_.begin();
    if (const absl::Duration wait = first->first.first - SteadyNow(); wait > absl::ZeroDuration()) {
      // A caller's deadline may lie beyond what a clock can count to.
      wake_.wait_for(lock, absl::ToChronoNanoseconds(std::min(wait, absl::Hours(1))));
      continue;
    }
    Work work = std::move(first->second);
    times_.erase(first->first.second);
    due_.erase(first);
    lock.unlock();
    work();
    work = nullptr;  // Goes without the lock, too.
    lock.lock();
  }
}

}  // namespace rufaa::rpc
