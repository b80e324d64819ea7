#include "domain/indicators/survival.h"

#include <algorithm>

#include "domain/base/check.h"

namespace rufaa::indicators {
namespace {

constexpr int64_t kHourly = 48;
constexpr int64_t kHoursMax = int64_t{5} * 365 * 24;

// In whole hours and whole-number arithmetic, so that every build has the same buckets.
const std::vector<int64_t>& UpperHours() {
  static const auto* const ends = [] {
    auto* hours = new std::vector<int64_t>;
    for (int64_t hour = 1; hour <= kHourly; ++hour) hours->push_back(hour);
    while (hours->back() < kHoursMax) hours->push_back(hours->back() + hours->back() / 10);
    return hours;
  }();
  return *ends;
}

}  // namespace

Durations::Durations() : done_(BucketCount()), waiting_(BucketCount()) {}

size_t Durations::BucketCount() { return UpperHours().size(); }

absl::Duration Durations::UpperEnd(size_t bucket) {
  RUFAA_CHECK(bucket < BucketCount());
  return absl::Hours(UpperHours()[bucket]);
}

// A bucket holds what is longer than the one before it and not longer than its own end.
size_t Durations::BucketOf(absl::Duration elapsed) {
  const int64_t hours = absl::ToInt64Hours(absl::Ceil(elapsed, absl::Hours(1)));
  const auto& ends = UpperHours();
  const auto found = std::lower_bound(ends.begin(), ends.end(), hours);
  return found == ends.end() ? ends.size() - 1 : static_cast<size_t>(found - ends.begin());
}

void Durations::AddDone(absl::Duration elapsed, int64_t times) {
  done_[BucketOf(elapsed)] += times;
  done_total_ += times;
}

void Durations::AddWaiting(absl::Duration elapsed, int64_t times) {
  waiting_[BucketOf(elapsed)] += times;
  waiting_total_ += times;
}

void Durations::Add(const Durations& other) {
  for (size_t i = 0; i < done_.size(); ++i) {
    done_[i] += other.done_[i];
    waiting_[i] += other.waiting_[i];
  }
  done_total_ += other.done_total_;
  waiting_total_ += other.waiting_total_;
}

// Within a bucket, what happened goes before what waits: who waited just as long was still there to
// be counted when the others' time came. That is the usual convention for ties.
std::optional<absl::Duration> Durations::Quantile(double share, int64_t few) const {
  RUFAA_CHECK(share > 0 && share < 1);
  // A sum of products of fractions misses a round number by a hair: half of a half of two.
  constexpr double kHair = 1e-9;
  double left = 1;
  int64_t done = 0, at_risk = done_total_ + waiting_total_;
  for (size_t i = 0; i < done_.size() && at_risk > few; ++i) {
    done += done_[i];
    left *= 1 - static_cast<double>(done_[i]) / static_cast<double>(at_risk);
    if (left <= 1 - share + kHair) {
      return done > few ? std::optional(UpperEnd(i)) : std::nullopt;
    }
    at_risk -= done_[i] + waiting_[i];
  }
  return std::nullopt;
}

}  // namespace rufaa::indicators
