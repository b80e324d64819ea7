// How long things take, where some have not happened yet. A referral still undecided after ten days
// says something about the time to decide: dropping it would make a silent agency look quick.
// Kaplan–Meier counts it as "at least ten days".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"

namespace rufaa::indicators {

// Durations counted in buckets, so that a board of a million referrals is one small sum: hours up
// to two days, then each bucket a tenth longer than the one before, up to about five years. An
// answer is a bucket's upper end: exact to the hour at first, to 10% later.
class Durations {
 public:
  Durations();

  // It happened after `elapsed`; or it has not happened yet and has waited `elapsed` so far.
  // A negative duration (a clock that was wrong) counts as none. `times` may be negative to take
  // back what was added: the board moves a referral from waiting to done.
  void AddDone(absl::Duration elapsed, int64_t times = 1);
  void AddWaiting(absl::Duration elapsed, int64_t times = 1);
  void Add(const Durations& other);

  int64_t done() const { return done_total_; }
  int64_t waiting() const { return waiting_total_; }

  // The time by which `share` (0 < share < 1) of all will have happened, by the Kaplan–Meier
  // estimate. nullopt when the estimate never gets that far: most still wait.
  // With `few`, nullopt also where it is a time of few: it had happened to so many or fewer by
  // then, or only so many or fewer had been watched for that long.
  std::optional<absl::Duration> Quantile(double share, int64_t few = 0) const;
  std::optional<absl::Duration> Median(int64_t few = 0) const { return Quantile(0.5, few); }
  std::optional<absl::Duration> P90(int64_t few = 0) const { return Quantile(0.9, few); }

  static size_t BucketCount();
  static size_t BucketOf(absl::Duration elapsed);
  static absl::Duration UpperEnd(size_t bucket);

  bool operator==(const Durations&) const = default;

 private:
  std::vector<int64_t> done_, waiting_;
  int64_t done_total_ = 0, waiting_total_ = 0;
};

}  // namespace rufaa::indicators
