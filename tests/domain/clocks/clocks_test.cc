#include "domain/clocks/clocks.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "domain/base/local_day.h"
#include "domain/clocks/health.h"
#include "domain/clocks/print_clocks.h"
#include "tests/support/people.h"

namespace rufaa {
namespace {

using people::Noon;

std::vector<ClockRow> Rows() {
  const auto rows = ClockTable::Builtin().rows();
  return {rows.begin(), rows.end()};
}

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Clocks, ALaterRowHoldsFromItsDayAndEarlierDeadlinesStay) {
  std::vector<ClockRow> rows = Rows();
  rows.push_back({std::string(clock::kDecideUrgent),
                  absl::CivilDay(2026, 3, 3),
                  {.hours = 48},
                  Ground::kLocalPolicy,
                  "sent",
                  "committee"});
  const auto table = ClockTable::Of(std::move(rows));
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->Due(clock::kDecideUrgent, Noon()), Noon() + absl::Hours(72));
  const absl::Time next_day = Noon() + absl::Hours(24);
  EXPECT_EQ(table->Due(clock::kDecideUrgent, next_day), next_day + absl::Hours(48));
}

TEST(Clocks, TheDayOfAChangeIsTheLocalOne) {
  std::vector<ClockRow> rows = Rows();
  rows.push_back({std::string(clock::kDecideUrgent),
                  absl::CivilDay(2026, 3, 3),
                  {.hours = 48},
                  Ground::kLocalPolicy,
                  "sent",
                  "committee"});
  const ClockTable table = *ClockTable::Of(std::move(rows));
  // 22:30 UTC on the 2nd is already the 3rd in Nairobi.
  const absl::Time night =
      absl::FromCivil(absl::CivilSecond(2026, 3, 2, 22, 30, 0), absl::UTCTimeZone());
  EXPECT_EQ(table.Due(clock::kDecideUrgent, night), night + absl::Hours(48));
}

TEST(LocalDay, IsFromMidnightToMidnightInNairobi) {
  const absl::CivilDay day(2026, 3, 3);
  const absl::Time midnight =
      absl::FromCivil(absl::CivilSecond(2026, 3, 2, 21, 0, 0), absl::UTCTimeZone());
  EXPECT_EQ(StartOfLocalDay(day), midnight);
  EXPECT_EQ(LocalDay(midnight), day);
  EXPECT_EQ(LocalDay(midnight - absl::Microseconds(1)), day - 1);
}

TEST(Clocks, BeforeTheFirstRowTheFirstOneHolds) {
  const absl::Time early = absl::FromUnixSeconds(0);
  EXPECT_EQ(ClockTable::Builtin().Due(clock::kPep, early), early + absl::Hours(72));
}

TEST(Clocks, MonthsAreCalendarMonthsAndNeverSpillOver) {
  const Limit month{.months = 1};
  EXPECT_EQ(month.After(absl::CivilDay(2026, 1, 31)), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(month.After(absl::CivilDay(2026, 12, 15)), absl::CivilDay(2027, 1, 15));
  EXPECT_EQ(month.After(Noon()), Noon() + absl::Hours(24 * 31));
}

TEST(Clocks, ALimitIsCountedBackwardsInTheSameDays) {
  EXPECT_EQ(Limit{.months = 1}.Before(absl::CivilDay(2026, 3, 31)), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(Limit{.days = 14}.Before(absl::CivilDay(2026, 1, 10)), absl::CivilDay(2025, 12, 27));
  EXPECT_EQ(Limit{.hours = 25}.Before(absl::CivilDay(2026, 1, 10)), absl::CivilDay(2026, 1, 8));
}

TEST(Clocks, ATableWithoutANeededRuleIsRefused) {
  std::vector<ClockRow> rows = Rows();
  std::erase_if(rows, [](const ClockRow& row) { return row.rule == clock::kToCourt; });
  EXPECT_FALSE(ClockTable::Of(std::move(rows)).ok());
}

TEST(Clocks, ATableWithTwoRowsOfOneDayOrANonsenseLimitIsRefused) {
  std::vector<ClockRow> twice = Rows();
  twice.push_back(twice.front());
  EXPECT_FALSE(ClockTable::Of(std::move(twice)).ok());
  std::vector<ClockRow> zero = Rows();
  zero.front().limit = {};
  EXPECT_FALSE(ClockTable::Of(std::move(zero)).ok());
  std::vector<ClockRow> unsourced = Rows();
  unsourced.front().source.clear();
  EXPECT_FALSE(ClockTable::Of(std::move(unsourced)).ok());
}

TEST(Clocks, TheHoursToCourtAreLabelledLocalPolicySinceTheLawGivesNone) {
  const absl::CivilDay day(2026, 3, 2);
  EXPECT_EQ(ClockTable::Builtin().At(clock::kToCourt, day).ground, Ground::kLocalPolicy);
  EXPECT_EQ(ClockTable::Builtin().At(clock::kSupervision, day).ground, Ground::kLaw);
}

TEST(Clocks, TreatmentCanBeginForAsLongAsTheCountyAndTheDayOfTheAssaultSay) {
  std::vector<ClockRow> rows = Rows();
  ClockRow longer = ClockTable::Builtin().At(clock::kPep, absl::CivilDay(2026, 1, 1));
  longer.from = absl::CivilDay(2026, 7, 1);
  longer.limit.hours = 96;
  rows.push_back(longer);
  const ClockTable county = *ClockTable::Of(std::move(rows));
  const absl::Time early = absl::FromCivil(absl::CivilDay(2026, 3, 2), absl::UTCTimeZone());
  const absl::Time late = absl::FromCivil(absl::CivilDay(2026, 8, 2), absl::UTCTimeZone());
  EXPECT_EQ(TreatByOf(county, early, "SFEM"),
            (TreatBy{early + absl::Hours(72), early + absl::Hours(120)}));
  EXPECT_EQ(TreatByOf(county, late, ""),
            (TreatBy{late + absl::Hours(96), late + absl::Hours(120)}));
  EXPECT_EQ(TreatByOf(county, late, "SMAL"), (TreatBy{late + absl::Hours(96), std::nullopt}));
}

TEST(Clocks, ARowThatNothingRunsByStandsForReference) {
  EXPECT_TRUE(RunsBy(clock::kPep));
  EXPECT_FALSE(RunsBy("FORENSIC"));
  const std::string page = ClocksAsMarkdown(ClockTable::Builtin());
  EXPECT_NE(page.find("| PEP_START | "), std::string::npos);
  EXPECT_NE(page.find("| FORENSIC, for reference | "), std::string::npos);
}

TEST(Clocks, ThePageInTheDocsIsCurrent) {
  const std::string page = ClocksAsMarkdown(ClockTable::Builtin());
  if (Contents("docs/clocks.md") != page) {
    std::ofstream(testing::TempDir() + "/clocks.md") << page;
  }
  EXPECT_EQ(Contents("docs/clocks.md"), page) << "current: " << testing::TempDir() << "/clocks.md";
}

TEST(Clocks, TheConfigurationFileHasTheBuiltInRows) {
  const std::string toml = ClocksAsToml(ClockTable::Builtin());
  if (Contents("deploy/config/clocks.toml") != toml) {
    std::ofstream(testing::TempDir() + "/clocks.toml") << toml;
  }
  EXPECT_EQ(Contents("deploy/config/clocks.toml"), toml)
      << "current: " << testing::TempDir() << "/clocks.toml";
}

}  // namespace
}  // namespace rufaa
