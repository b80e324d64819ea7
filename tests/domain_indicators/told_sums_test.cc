#include "domain/indicators/told_sums.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace rufaa::indicators {
namespace {

using Bools = std::vector<bool>;
using Table = std::vector<std::vector<Untold>>;

const Untold kNone = {}, kOne = {.counts = 1, .sum = 7}, kMany = {.counts = 3, .sum = 20};

TEST(UntoldTest, IsGuardedWhereEachMayBeOneAndMayBeTen) {
  EXPECT_TRUE((Untold{.counts = 0, .sum = 0}.Guarded()));
  EXPECT_FALSE((Untold{.counts = 1, .sum = 40}.Guarded())) << "it would be told";
  EXPECT_FALSE((Untold{.counts = 2, .sum = 10}.Guarded())) << "at most nine";
  EXPECT_TRUE((Untold{.counts = 2, .sum = 11}.Guarded()));
  EXPECT_FALSE((Untold{.counts = 12, .sum = 12}.Guarded())) << "each is one";
  EXPECT_FALSE((Untold{.counts = 12, .sum = 20}.Guarded()));
  EXPECT_TRUE((Untold{.counts = 12, .sum = 21}.Guarded()));
}

TEST(ToldSumsTest, AllAreToldWhereNothingIsHidden) {
  const ToldSums told = SumsToTell({{kNone, kNone}, {kNone, kNone}}, {0, 1});
  EXPECT_TRUE(told.all);
  EXPECT_EQ(told.rows, (Bools{true, true}));
  EXPECT_EQ(told.columns, (Bools{true, true}));
  EXPECT_TRUE(SumsToTell({}, {}).all);
}

TEST(ToldSumsTest, WhereManyAreHiddenEverywhereRowsAndColumnsAreTold) {
  const ToldSums told = SumsToTell({{kMany, kMany}, {kMany, kMany}}, {0, 0});
  EXPECT_TRUE(told.all);
  EXPECT_EQ(told.rows, (Bools{true, true}));
  EXPECT_EQ(told.columns, (Bools{true, true}));
}

TEST(ToldSumsTest, WithARowThatIsHiddenTheSmallestIsThatHidesAnything) {
  const Untold more = {.counts = 2, .sum = 30};
  const ToldSums told = SumsToTell({{kOne}, {more}, {kNone}, {kMany}}, {0, 0, 0, 0});
  EXPECT_TRUE(told.all);
  EXPECT_EQ(told.rows, (Bools{false, true, true, false}));
}

TEST(ToldSumsTest, ARowOfAnotherGroupIsNoCover) {
  const ToldSums told = SumsToTell({{kOne}, {kMany}}, {1, 0});
  EXPECT_FALSE(told.all);
  EXPECT_EQ(told.rows, (Bools{false, true}));
  EXPECT_EQ(told.columns, (Bools{false})) << "without the sum of all no column's is told";
  EXPECT_EQ(SumsToTell({{kOne}, {kMany}}, {0, 0}).rows, (Bools{false, false}));
}

// The first row tells the many of the first column, and so its sum would tell the one.
TEST(ToldSumsTest, AColumnIsNotToldWhereRowsTellTheRestOfIt) {
  const ToldSums told = SumsToTell({{kMany, kNone}, {kOne, kMany}}, {0, 0});
  EXPECT_TRUE(told.all);
  EXPECT_EQ(told.rows, (Bools{true, true}));
  EXPECT_EQ(told.columns, (Bools{false, false}));
}

// Round the cycle of all six at most 3 may be added here and taken away there, or 1 the other way.
TEST(ToldSumsTest, AColumnIsNotToldWhereTooLittleCanBeMoved) {
  const auto one = [](int64_t count) { return Untold{.counts = 1, .sum = count}; };
  const Table table = {{one(7), one(9), kNone}, {kNone, one(2), one(9)}, {one(4), kNone, one(7)}};
  const ToldSums told = SumsToTell(table, {0, 0, 0});
  EXPECT_EQ(told.rows, (Bools{true, true, true}));
  EXPECT_EQ(std::count(told.columns.begin(), told.columns.end(), true), 0);
  const Table more = {
      {one(17), one(19), kNone}, {kNone, one(12), one(19)}, {one(14), kNone, one(17)}};
  EXPECT_EQ(SumsToTell(more, {0, 0, 0}).columns, (Bools{true, true, true}));
}

}  // namespace
}  // namespace rufaa::indicators
