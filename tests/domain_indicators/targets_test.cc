#include "domain/indicators/targets.h"

#include <gtest/gtest.h>

namespace rufaa::indicators {
namespace {

const std::vector<Target> kRows = {
    {"002", "children-identified", absl::CivilDay(2026, 1, 1), 40, "county 002's own"},
    {"001", "children-identified", absl::CivilDay(2027, 1, 1), 1200, "prolonged"},
    {"001", "children-identified", absl::CivilDay(2024, 1, 1), 885, "as promised at first"},
    {"001", "cases-closed", absl::CivilDay(2024, 1, 1), 300, "another indicator"}};

int64_t On(absl::string_view county, absl::CivilDay day) {
  const Target* const found = FindTarget(kRows, county, kChildrenIdentified, day);
  return found == nullptr ? 0 : found->value;
}

TEST(Targets, AreOfACountyAndHoldUntilTheNext) {
  EXPECT_EQ(On("001", absl::CivilDay(2023, 12, 31)), 0);
  EXPECT_EQ(On("001", absl::CivilDay(2024, 1, 1)), 885);
  EXPECT_EQ(On("001", absl::CivilDay(2026, 12, 31)), 885);
  EXPECT_EQ(On("001", absl::CivilDay(2027, 1, 1)), 1200);
  EXPECT_EQ(On("002", absl::CivilDay(2027, 1, 1)), 40);
  EXPECT_EQ(On("003", absl::CivilDay(2027, 1, 1)), 0);
}

TEST(Targets, SayWhatTheyRestOn) {
  for (const Target& target : Targets()) {
    EXPECT_GT(target.value, 0);
    EXPECT_FALSE(target.source.empty()) << target.county << " " << target.indicator;
  }
}

}  // namespace
}  // namespace rufaa::indicators
