#include "services/rpc/timer.h"

#include "absl/time/clock.h"

namespace rufaa::rpc {

Timer::Timer() : thread_([this] { Run(); }) {}

Timer::~Timer() { Stop(); }

void Timer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

uint64_t Timer::At(absl::Time time, Work work) {
  const std::lock_guard lock(mutex_);
  const uint64_t id = next_id_++;
  const auto at = due_.emplace(std::make_pair(time, id), std::move(work)).first;
  times_.emplace(id, time);
  if (at == due_.begin()) wake_.notify_all();
  return id;
}

bool Timer::Cancel(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto at = times_.find(id);
  if (at == times_.end()) return false;
  due_.erase({at->second, id});
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
    if (first->first.first > absl::Now()) {
      wake_.wait_until(lock, absl::ToChronoTime(first->first.first));
      continue;
    }
    const Work work = std::move(first->second);
    times_.erase(first->first.second);
    due_.erase(first);
    lock.unlock();
    work();
    lock.lock();
  }
}

}  // namespace rufaa::rpc
