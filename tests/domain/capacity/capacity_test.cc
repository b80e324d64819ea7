#include "domain/capacity/capacity.h"

#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/scenario.h"

namespace rufaa::capacity {
namespace {

using people::Hospital;
using people::Noon;
using people::Shelter;

Open OpenWith(uint32_t total, Acting by = Shelter()) {
  return {.by = std::move(by),
          .agency = "a-shelter",
          .offer = "o-1",
          .total = total,
          .unit = {},
          .sex = {},
          .age_min = 10,
          .age_max = 17};
}

State Beds(uint32_t total) { return FoldOf(State{}, *Decide(State{}, OpenWith(total))); }

State Held(State state, const std::string& referral) {
  return FoldOf(state, *Decide(state, Hold{Shelter(), referral, Noon()}));
}

TEST(Capacity, IsOpenedByItsAgencyOrTheCountysAdministrator) {
  EXPECT_EQ(ReasonOf(Decide(State{}, OpenWith(2))), "OK");
  EXPECT_EQ(ReasonOf(Decide(State{}, OpenWith(2, people::Admin()))), "OK");
  EXPECT_EQ(ReasonOf(Decide(State{}, OpenWith(2, Hospital()))), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(ReasonOf(Decide(Beds(2), OpenWith(2))), "ALREADY_DONE");
}

TEST(Capacity, IsNeverOverHeld) {
  State beds = Held(Held(Beds(2), "R-1"), "R-2");
  EXPECT_EQ(beds.Free(), 0u);
  EXPECT_EQ(ReasonOf(Decide(beds, Hold{Shelter(), "R-3", Noon()})), "NO_BED_FREE");
}

TEST(Capacity, ChildrenWhoCameWithoutTheHubTakeBedsToo) {
  State beds = Beds(2);
  beds = FoldOf(beds, *Decide(beds, Count{Shelter(), 2, 2}));
  EXPECT_EQ(ReasonOf(Decide(beds, Hold{Shelter(), "R-1", Noon()})), "NO_BED_FREE");
}

TEST(Capacity, AnOverfullCentreHasNoFreeBedRatherThanManyThousands) {
  State beds = Beds(2);
  beds = FoldOf(beds, *Decide(beds, Count{Shelter(), 2, 5}));
  EXPECT_EQ(beds.Free(), 0u);
}

TEST(Capacity, ACountBelowTheChildrenPlacedHereIsRefused) {
  State beds = Held(Beds(2), "R-1");
  beds = FoldOf(beds, *Decide(beds, Occupy{Shelter(), "R-1"}));
  EXPECT_EQ(ReasonOf(Decide(beds, Count{Shelter(), 2, 0})), "MALFORMED");
}

TEST(Capacity, WhatACountDoesNotTellStaysAsItWas) {
  State beds = Beds(8);
  beds = FoldOf(beds, *Decide(beds, Count{Shelter(), std::nullopt, 7}));
  EXPECT_EQ(beds.total, 8u);
  EXPECT_EQ(beds.used, 7u);
  beds = FoldOf(beds, *Decide(beds, Count{Shelter(), 10, std::nullopt}));
  EXPECT_EQ(beds.total, 10u);
  EXPECT_EQ(beds.used, 7u);
  beds = FoldOf(beds, *Decide(beds, Count{Shelter(), 10, 0}));
  EXPECT_EQ(beds.used, 0u) << "none is a number, too";
  EXPECT_EQ(ReasonOf(Decide(beds, Count{Shelter(), std::nullopt, std::nullopt})), "MALFORMED");
}

TEST(Capacity, AnotherAgencyCountsNoBedsHere) {
  EXPECT_EQ(ReasonOf(Decide(Beds(2), Count{Hospital(), 2, 0})), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Capacity, HoldingTwiceForOneReferralIsOneBed) {
  const State beds = Held(Held(Beds(2), "R-1"), "R-1");
  EXPECT_EQ(beds.Free(), 1u);
}

TEST(Capacity, ReleasingOccupyingAndVacatingNothingDoesNothing) {
  const State beds = Beds(2);
  EXPECT_TRUE(Decide(beds, Release{Shelter(), "R-9", {}})->empty());
  EXPECT_TRUE(Decide(beds, Occupy{Shelter(), "R-9"})->empty());
  EXPECT_TRUE(Decide(beds, Vacate{Shelter(), "R-9"})->empty());
}

TEST(Capacity, OccupyingTurnsTheHeldBedIntoAUsedOne) {
  State beds = Held(Beds(2), "R-1");
  beds = FoldOf(beds, *Decide(beds, Occupy{Shelter(), "R-1"}));
  EXPECT_EQ(beds.used, 1u);
  EXPECT_EQ(beds.Free(), 1u);
  beds = FoldOf(beds, *Decide(beds, Vacate{Shelter(), "R-1"}));
  EXPECT_EQ(beds.Free(), 2u);
}

}  // namespace
}  // namespace rufaa::capacity
