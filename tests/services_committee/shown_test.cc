#include "services/committee/shown.h"

#include <gtest/gtest.h>

namespace rufaa::committee_service {
namespace {

using Table = CountTable<std::string>;

std::map<std::string, std::optional<int64_t>> Of(const Table& table, absl::string_view subcounty,
                                                 bool suppress) {
  std::map<std::string, std::optional<int64_t>> counts;
  for (const Table::Line& line : table.Of(subcounty, suppress)) counts[line.key] = line.count;
  return counts;
}

TEST(CountTableTest, GivesTheCountyOrOneOfItsParts) {
  Table table;
  table.Add("registered", "001", 12);
  table.Add("registered", "002", 3);
  table.Add("planned", "002", 20);
  EXPECT_EQ(Of(table, "", false),
            (std::map<std::string, std::optional<int64_t>>{{"planned", 20}, {"registered", 15}}));
  EXPECT_EQ(Of(table, "001", false),
            (std::map<std::string, std::optional<int64_t>>{{"registered", 12}}));
  EXPECT_TRUE(Of(table, "003", true).empty());
}

TEST(CountTableTest, ASmallNumberCanNotBeReckonedFromTheCountyAndItsOtherParts) {
  Table table;
  table.Add("registered", "001", 40);
  table.Add("registered", "002", 30);
  table.Add("registered", "003", 3);
  for (const char* row : {"planned", "closed"}) {
    for (const char* subcounty : {"001", "002", "003"}) table.Add(row, subcounty, 50);
  }
  int hidden = !Of(table, "", true).at("registered");
  for (const char* subcounty : {"001", "002", "003"}) {
    hidden += !Of(table, subcounty, true).at("registered");
  }
  EXPECT_FALSE(Of(table, "003", true).at("registered"));
  EXPECT_GE(hidden, 2);
}

board::Board BoardOf(const std::map<std::string, std::pair<int64_t, int64_t>>& agencies) {
  board::Board board;
  for (const auto& [agency, count] : agencies) {
    board::Rates& rates = board.by_agency[agency];
    rates.sent = static_cast<uint64_t>(count.second);
    rates.counts.sent = count.second;
    rates.counts.decided_in_time = count.first;
    board.county.counts += rates.counts;
  }
  return board;
}

TEST(RatesShownTest, NameTheirParts) {
  const ShownRates shown = RatesShown(BoardOf({{"clinic", {2, 8}}, {"hospital", {30, 60}}}),
                                      indicators::ResponseRate, false);
  EXPECT_EQ(shown.by_agency.at("clinic").part(), 2u);
  EXPECT_EQ(shown.by_agency.at("clinic").whole(), 8u);
  EXPECT_DOUBLE_EQ(shown.by_agency.at("clinic").value(), 0.25);
  EXPECT_EQ(shown.county.part(), 32u);
  EXPECT_EQ(shown.county.whole(), 68u);
}

TEST(RatesShownTest, ASmallAgencyCanNotBeReckonedFromTheCountyAndTheOthers) {
  const board::Board board =
      BoardOf({{"clinic", {2, 40}}, {"hospital", {30, 60}}, {"shelter", {50, 90}}});
  const ShownRates shown = RatesShown(board, indicators::ResponseRate, true);
  EXPECT_TRUE(shown.by_agency.at("clinic").suppressed());
  EXPECT_EQ(shown.by_agency.at("clinic").whole(), 0u);
  EXPECT_LT(shown.by_agency.at("clinic").value(), 0);
  int hidden = shown.county.suppressed();
  for (const auto& [agency, rate] : shown.by_agency) hidden += rate.suppressed();
  EXPECT_GE(hidden, 2);
}

TEST(RatesShownTest, OfNothingAreNothingAndNotHidden) {
  const ShownRates shown = RatesShown(BoardOf({{"clinic", {0, 0}}, {"hospital", {30, 60}}}),
                                      indicators::ResponseRate, true);
  EXPECT_FALSE(shown.by_agency.at("clinic").suppressed());
  EXPECT_LT(shown.by_agency.at("clinic").value(), 0);
  EXPECT_DOUBLE_EQ(shown.by_agency.at("hospital").value(), 0.5);
}

}  // namespace
}  // namespace rufaa::committee_service
