#include "services/access/throttle.h"

#include <algorithm>

#include "domain/base/refusal.h"

namespace rufaa::access {
namespace {

constexpr int kFreeFailures = 5;
constexpr int kMaxDoublings = 10;
constexpr absl::Duration kLongestWait = absl::Minutes(15);

absl::Duration WaitAfter(int failures) {
  if (failures < kFreeFailures) return absl::ZeroDuration();
  const int doublings = std::min(failures - kFreeFailures, kMaxDoublings);
  return std::min(absl::Seconds(int64_t{1} << doublings), kLongestWait);
}

}  // namespace

absl::Status Throttle::Check(const std::string& name, absl::Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  if (found == by_name_.end() || now >= found->second.next_try) return absl::OkStatus();
  const int64_t wait_ms = absl::ToInt64Milliseconds(found->second.next_try - now) + 1;
  return Refuse(Reason::TOO_MANY_ATTEMPTS, {}, {{"retry_ms", std::to_string(wait_ms)}});
}

void Throttle::Failed(const std::string& name, absl::Time now) {
  const std::lock_guard lock(mutex_);
  if (by_name_.size() >= kMaxNames) {
    absl::erase_if(by_name_, [&](const auto& entry) { return entry.second.next_try <= now; });
    if (by_name_.size() >= kMaxNames) by_name_.clear();
  }
  Failures& failures = by_name_[name];
  ++failures.count;
  failures.next_try = now + WaitAfter(failures.count);
}

void Throttle::Succeeded(const std::string& name) {
  const std::lock_guard lock(mutex_);
  by_name_.erase(name);
}

}  // namespace rufaa::access
