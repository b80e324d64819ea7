#include "cli/demo/copy_log.h"

#include <condition_variable>
#include <cstdint>

#include "domain/base/check.h"
#include "domain/base/status_macros.h"

namespace rufaa::demo {
namespace {

// More would only wait in memory; fewer would leave the writes half empty.
constexpr size_t kUnderWayMost = 512;

// Counts what is under way, and keeps the first thing that went wrong.
class UnderWay {
 public:
  void Begin() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return count_ < kUnderWayMost; });
    ++count_;
  }
  void End(const absl::Status& status) {
    const std::lock_guard lock(mutex_);
    if (status_.ok()) status_ = status;
    --count_;
    changed_.notify_all();
  }
  absl::Status Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return count_ == 0; });
    return status_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t count_ = 0;
  absl::Status status_;
};

}  // namespace

void ReplayClock::Add(absl::Time time) {
  const std::lock_guard lock(mutex_);
  times_.push_back(time);
}

absl::Time ReplayClock::Now() {
  const std::lock_guard lock(mutex_);
  if (times_.empty()) return absl::UnixEpoch();
  return next_ < times_.size() ? times_[next_++] : times_.back();
}

absl::Status CopyLog(CountyLog& from, CountyLog& to, ReplayClock& clock) {
  RUFAA_CHECK(to.Head() == 0);
  RUFAA_RETURN_IF_ERROR(from.Read(0, [&](const Commit& commit) {
    clock.Add(commit.recorded_at);
    return true;
  }));
  UnderWay under_way;
  const absl::Status read = from.Read(0, [&](const Commit& commit) {
    under_way.Begin();
    to.Append(commit.proposal,
              [&](absl::StatusOr<Receipt> receipt) { under_way.End(receipt.status()); });
    return true;
  });
  RUFAA_RETURN_IF_ERROR(under_way.Wait());
  RUFAA_RETURN_IF_ERROR(read);
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash told, from.Root(from.Head()));
  RUFAA_ASSIGN_OR_RETURN(const MerkleHash written, to.Root(to.Head()));
  if (to.Head() == from.Head() && told == written) return absl::OkStatus();
  return absl::InternalError("the demo's log is not the history that was told");
}

}  // namespace rufaa::demo
