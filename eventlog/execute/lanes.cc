#include "eventlog/execute/lanes.h"

#include <utility>

#include "absl/hash/hash.h"
#include "domain/base/check.h"

namespace rufaa {
namespace {

// Runs `work`, and whatever work it hands over on this thread, in a loop instead of in ever deeper
// calls: where an answer comes at once and asks for more, each would grow the stack by a frame.
void RunFlat(Lanes::Work work) {
  thread_local std::deque<Lanes::Work>* queue = nullptr;
  if (queue != nullptr) {
    queue->push_back(std::move(work));
    return;
  }
  std::deque<Lanes::Work> mine;
  queue = &mine;
  work();
  while (!mine.empty()) {
    Lanes::Work next = std::move(mine.front());
    mine.pop_front();
    next();
  }
  queue = nullptr;
}

}  // namespace

Lanes::Shard& Lanes::ShardOf(absl::string_view lane) {
  return shards_[absl::HashOf(lane) % kShards];
}

void Lanes::Enter(const std::string& lane, Work work) {
  Shard& shard = ShardOf(lane);
  {
    const std::lock_guard lock(shard.mutex);
    const auto [taken, free] = shard.waiting.try_emplace(lane);
    if (!free) {
      taken->second.push_back(std::move(work));
      return;
    }
  }
  if (apart_) return RunByWorker(std::move(work));
  RunFlat(std::move(work));
}

void Lanes::Leave(const std::string& lane) {
  Shard& shard = ShardOf(lane);
  Work next;
  {
    const std::lock_guard lock(shard.mutex);
    const auto taken = shard.waiting.find(lane);
    RUFAA_CHECK(taken != shard.waiting.end());
    if (taken->second.empty()) {
      shard.waiting.erase(taken);
      return;
    }
    next = std::move(taken->second.front());
    taken->second.pop_front();
  }
  RunByWorker(std::move(next));
}

void Lanes::RunByWorker(Work work) {
  workers_.Run([work = std::move(work)]() mutable { RunFlat(std::move(work)); });
}

}  // namespace rufaa
