#include "services/access/throttle.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa::access {
namespace {

constexpr int kFreeFailures = 5;
constexpr int kMaxDoublings = 10;
constexpr absl::Duration kLongestWait = absl::Minutes(15);
// More would not make a wait longer, only longer forgotten.
constexpr double kMostCounted = kFreeFailures + kMaxDoublings;
// Longer than the longest wait: one wrong password each time it is over keeps nobody waiting.
constexpr absl::Duration kHalfForgotten = absl::Hours(1);

absl::Duration WaitAfter(double failures) {
  // Five within a few minutes are five.
  const int whole = static_cast<int>(std::lround(failures));
  if (whole < kFreeFailures) return absl::ZeroDuration();
  const int doublings = std::min(whole - kFreeFailures, kMaxDoublings);
  return std::min(absl::Seconds(int64_t{1} << doublings), kLongestWait);
}

double LeftOf(double count, absl::Duration since) {
  return count *
         std::exp2(-absl::FDivDuration(std::max(since, absl::ZeroDuration()), kHalfForgotten));
}

}  // namespace

Throttle::Tries Throttle::Tries::FromSource(absl::string_view name, absl::string_view source) {
  return {absl::StrCat("source/", source, "/", name)};
}

Throttle::Tries Throttle::Tries::InSession(absl::string_view session_id) {
  return {absl::StrCat("session/", session_id)};
}

Throttle::Tries Throttle::Tries::OfCodes(absl::string_view name) {
  return {absl::StrCat("codes/", name)};
}

absl::Status Throttle::Check(const Tries& tries, absl::Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = counted_.find(tries.key);
  if (found == counted_.end() || now >= found->second.next_try) return absl::OkStatus();
  const int64_t wait_ms = absl::ToInt64Milliseconds(found->second.next_try - now) + 1;
  return Refuse(Reason::TOO_MANY_ATTEMPTS, {}, {{"retry_ms", std::to_string(wait_ms)}});
}

void Throttle::Failed(const Tries& tries, absl::Time now) {
  const std::lock_guard lock(mutex_);
  if (counted_.size() >= kMaxCounted) {
    absl::erase_if(counted_, [&](const auto& entry) { return entry.second.next_try <= now; });
    if (counted_.size() >= kMaxCounted) counted_.clear();
  }
  Failures& failures = counted_[tries.key];
  failures.count = std::min(LeftOf(failures.count, now - failures.at) + 1, kMostCounted);
  failures.at = now;
  failures.next_try = now + WaitAfter(failures.count);
}

void Throttle::Succeeded(const Tries& tries) {
  const std::lock_guard lock(mutex_);
  counted_.erase(tries.key);
}

}  // namespace rufaa::access
