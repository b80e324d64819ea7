#include "eventlog/kafka/current_waiters.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "eventlog/kafka/kafka_client.h"

namespace rufaa {
void CurrentWaiters::Add(absl::Time at, absl::Time deadline, CountyLog::Current done) {
  {
    const std::lock_guard lock(mutex_);
    if (!ended_) {
      waiting_.push_back({at, deadline, std::move(done)});
      return;
    }
  }
  done(KafkaIsAway());
}

void CurrentWaiters::Tell(absl::Time current, absl::Time now) {
  std::vector<Waiting> over;
  {
    const std::lock_guard lock(mutex_);
    const auto rest = std::partition(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
      return waiting.at > current && waiting.deadline > now;
    });
    over.assign(std::make_move_iterator(rest), std::make_move_iterator(waiting_.end()));
    waiting_.erase(rest, waiting_.end());
  }
  for (const Waiting& waiting : over) {
    waiting.done(waiting.at <= current ? absl::OkStatus() : KafkaIsAway());
  }
}

void CurrentWaiters::End() {
  std::vector<Waiting> over;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    over.swap(waiting_);
  }
  for (const Waiting& waiting : over) waiting.done(KafkaIsAway());
}

}  // namespace rufaa
