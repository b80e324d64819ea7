#include "domain/indicators/survival.h"

#include <gtest/gtest.h>

namespace rufaa::indicators {
namespace {

Durations Of(std::initializer_list<int> done_hours, std::initializer_list<int> waiting_hours = {}) {
  Durations durations;
  for (const int hours : done_hours) durations.AddDone(absl::Hours(hours));
  for (const int hours : waiting_hours) durations.AddWaiting(absl::Hours(hours));
  return durations;
}

TEST(Survival, IsThePlainMedianWhenNothingWaits) {
  EXPECT_EQ(Of({1, 2, 3, 4, 5}).Median(), absl::Hours(3));
  EXPECT_EQ(Of({5, 1, 4, 2}).Median(), absl::Hours(2));
  EXPECT_EQ(Of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}).P90(), absl::Hours(9));
  EXPECT_EQ(Of({7}).Median(), absl::Hours(7));
}

// By hand: 6 at risk. 2 h: one done, 5/6 left. 3 h: one leaves waiting. 4 h: 4 at risk, one done,
// 5/6 * 3/4 = 0.625. 5 h: one leaves waiting. 8 h: 2 at risk, one done, 0.3125 left: the median.
TEST(Survival, CountsWhatStillWaitsAsAtLeastThatLong) {
  const Durations durations = Of({2, 4, 8}, {3, 5, 9});
  EXPECT_EQ(durations.Quantile(0.3), absl::Hours(4));
  EXPECT_EQ(durations.Median(), absl::Hours(8));
  EXPECT_EQ(durations.P90(), std::nullopt);
}

// The example of Freireich et al. (1963), 6-MP arm, weeks as hours: published survival is 0.8571 at
// 6, 0.8067 at 7, 0.7529 at 10, 0.6902 at 13, 0.6275 at 16, 0.5378 at 22, 0.4482 at 23.
TEST(Survival, AgreesWithAPublishedExample) {
  const Durations durations =
      Of({6, 6, 6, 7, 10, 13, 16, 22, 23}, {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35});
  EXPECT_EQ(durations.done() + durations.waiting(), 21);
  EXPECT_EQ(durations.Quantile(1 - 0.8572), absl::Hours(6));
  EXPECT_EQ(durations.Quantile(1 - 0.8570), absl::Hours(7));
  EXPECT_EQ(durations.Quantile(1 - 0.7530), absl::Hours(10));
  EXPECT_EQ(durations.Quantile(1 - 0.5379), absl::Hours(22));
  EXPECT_EQ(durations.Median(), absl::Hours(23));
  EXPECT_EQ(durations.P90(), std::nullopt);
}

TEST(Survival, SaysNothingWhereNothingHappened) {
  EXPECT_EQ(Of({}).Median(), std::nullopt);
  EXPECT_EQ(Of({}, {1, 2, 3}).Median(), std::nullopt);
}

TEST(Survival, DroppingTheWaitingWouldFlatterASilentAgency) {
  const Durations durations = Of({1}, {100, 100, 100});
  EXPECT_EQ(durations.Median(), std::nullopt);
  EXPECT_EQ(Of({1}).Median(), absl::Hours(1));
}

// Half are done after the second hour; nine in ten, where only a few are left to be counted.
TEST(Survival, SaysNoTimeOfFew) {
  Durations durations;
  durations.AddDone(absl::Hours(1), 8);
  durations.AddDone(absl::Hours(2), 8);
  durations.AddDone(absl::Hours(3), 10);
  EXPECT_EQ(durations.Median(9), absl::Hours(2));
  EXPECT_EQ(durations.P90(9), absl::Hours(3)) << "ten were there to be counted";
  EXPECT_EQ(durations.P90(10), std::nullopt);
  EXPECT_EQ(durations.P90(), absl::Hours(3));
  // Eight of fifteen: of so few it may be known that they were quick.
  EXPECT_EQ(Of({1, 1, 1, 1, 1, 1, 1, 1}, {5, 5, 5, 5, 5, 5, 5}).Median(9), std::nullopt);
  EXPECT_EQ(Of({1, 1, 1, 1, 1, 1, 1, 1}, {5, 5, 5, 5, 5, 5, 5}).Median(), absl::Hours(1));
  // Fifteen done, of whom most were not watched for as long as this one was.
  Durations watched = Of({30}, {30});
  watched.AddDone(absl::Hours(1), 14);
  watched.AddWaiting(absl::Hours(2), 20);
  EXPECT_EQ(watched.Median(), absl::Hours(30));
  EXPECT_EQ(watched.Median(9), std::nullopt);
}

TEST(Survival, BucketsAreHoursThenTenthsAndLeaveNoGap) {
  EXPECT_EQ(Durations::UpperEnd(0), absl::Hours(1));
  EXPECT_EQ(Durations::UpperEnd(47), absl::Hours(48));
  EXPECT_EQ(Durations::UpperEnd(48), absl::Hours(52));
  EXPECT_EQ(Durations::BucketOf(-absl::Hours(5)), 0u);
  EXPECT_EQ(Durations::BucketOf(absl::ZeroDuration()), 0u);
  EXPECT_EQ(Durations::BucketOf(absl::InfiniteDuration()), Durations::BucketCount() - 1);
  for (size_t i = 0; i + 1 < Durations::BucketCount(); ++i) {
    const absl::Duration end = Durations::UpperEnd(i);
    EXPECT_EQ(Durations::BucketOf(end), i);
    EXPECT_EQ(Durations::BucketOf(end + absl::Nanoseconds(1)), i + 1);
    EXPECT_LE(Durations::UpperEnd(i + 1), end * 1.1 + absl::Hours(1));
  }
}

TEST(Survival, TakesBackWhatWasAdded) {
  Durations durations = Of({2, 4}, {7});
  durations.AddWaiting(absl::Hours(7), -1);
  durations.AddDone(absl::Hours(9));
  EXPECT_EQ(durations, Of({2, 4, 9}));
  Durations sum = Of({2}, {1});
  sum.Add(Of({4, 9}));
  sum.AddWaiting(absl::Hours(1), -1);
  EXPECT_EQ(sum, durations);
}

}  // namespace
}  // namespace rufaa::indicators
