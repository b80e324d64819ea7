#include "domain/indicators/rates.h"

#include <gtest/gtest.h>

namespace rufaa::indicators {
namespace {

// Twenty sent: thirteen decided, nine of these accepted (ten in time), four silent,
// three not yet due.
constexpr ReferralCounts kCounts{.sent = 20,
                                 .decided = 13,
                                 .accepted = 9,
                                 .decided_in_time = 10,
                                 .silent = 4,
                                 .completed_served = 5,
                                 .ended_with_outcome = 8,
                                 .outcome_acknowledged = 6,
                                 .appointments = 12,
                                 .no_shows = 3};

TEST(Rates, AreWhatTheirDefinitionsSay) {
  EXPECT_EQ(ResponseRate(kCounts), (Rate{10, 20}));
  EXPECT_EQ(AcceptanceOfDecided(kCounts), (Rate{9, 13}));
  EXPECT_EQ(SilenceRate(kCounts), (Rate{4, 20}));
  EXPECT_EQ(CompletionRate(kCounts), (Rate{5, 20}));
  EXPECT_EQ(LoopClosedRate(kCounts), (Rate{6, 8}));
  EXPECT_EQ(NoShowRate(kCounts), (Rate{3, 12}));
  EXPECT_DOUBLE_EQ(*ResponseRate(kCounts).value(), 0.5);
}

TEST(Rates, OfNothingAreNothing) {
  EXPECT_EQ(ResponseRate({}).value(), std::nullopt);
  EXPECT_EQ(NoShowRate({.sent = 5}).value(), std::nullopt);
}

TEST(Rates, AddUpByTheirCounts) {
  ReferralCounts sum = kCounts;
  sum += kCounts;
  EXPECT_EQ(ResponseRate(sum), (Rate{20, 40}));
  EXPECT_EQ(AcceptanceOfDecided(sum), (Rate{18, 26}));
  EXPECT_EQ(NoShowRate(sum), (Rate{6, 24}));
  EXPECT_EQ(LoopClosedRate(sum), (Rate{12, 16}));
  EXPECT_EQ(CompletionRate(sum), (Rate{10, 40}));
  EXPECT_EQ(SilenceRate(sum), (Rate{8, 40}));
}

}  // namespace
}  // namespace rufaa::indicators
