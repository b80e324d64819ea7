// The county's sample, and the list of what is wrong with it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "domain/linelist/linelist.h"

namespace rufaa::linelist {
namespace {

std::string Content(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

Outcome ReadSample(absl::CivilDay as_of) {
  return Read(Content("samples/linelist.csv"),
              {.as_of = as_of, .areas = Areas::Of("001"), .mapping = {}});
}

std::map<int, std::string> Faults() {
  std::map<int, std::string> faults;
  const auto listed = nlohmann::json::parse(Content("samples/linelist.faults.json"));
  for (const auto& fault : listed["faults"]) faults[fault["record"]] = fault["fault"];
  return faults;
}

class LineListSample : public testing::TestWithParam<absl::CivilDay> {};

TEST_P(LineListSample, IsRefusedExactlyWhereItIsAtFault) {
  const Outcome outcome = ReadSample(GetParam());
  std::map<int, std::set<std::string>> refused;
  for (const Finding& finding : outcome.findings) {
    if (finding.refuses()) refused[finding.record].insert(std::string(finding.rule->id));
  }
  std::map<int, std::set<std::string>> expected;
  for (const auto& [record, fault] : Faults()) {
    if (fault != "same_child_twice") expected[record] = {fault};
  }
  EXPECT_EQ(refused, expected);
  EXPECT_EQ(outcome.records, 885);
  EXPECT_EQ(outcome.rows.size(), 885 - expected.size());
}

TEST_P(LineListSample, IsFlaggedExactlyWhereAChildStandsTwice) {
  const Outcome outcome = ReadSample(GetParam());
  std::set<int> flagged, expected;
  for (const Finding& finding : outcome.findings) {
    if (finding.rule->id == "same_child_twice") flagged.insert(finding.record);
  }
  for (const auto& [record, fault] : Faults()) {
    if (fault == "same_child_twice") expected.insert(record);
  }
  EXPECT_EQ(flagged, expected);
}

TEST_P(LineListSample, LosesNothingOfTheGoodRecords) {
  std::map<std::string, int> told;
  for (const Row& row : ReadSample(GetParam()).rows) {
    EXPECT_FALSE(row.sex.empty() || row.ward.empty() || row.category.empty() ||
                 row.serial.empty() || row.identifier_kind.empty());
    told["referred"] += !row.referral_destination.empty();
    told["reason"] += !row.referral_reason.empty();
    told["closed"] += row.closed;
    told["with reason and date"] += row.closed_on.has_value() && !row.closure_reason.empty();
    told["school"] += row.in_school.has_value();
  }
  EXPECT_EQ(told["referred"], told["reason"]);
  EXPECT_EQ(told["closed"], told["with reason and date"]);
  EXPECT_GT(told["referred"], 700);
  EXPECT_EQ(told["school"], 837);
}

INSTANTIATE_TEST_SUITE_P(OnAnyLaterDay, LineListSample,
                         testing::Values(absl::CivilDay(2025, 12, 1),
                                         absl::CivilDay(2026, 11, 24)));

TEST(LineListHeader, OfTheSampleHasNothingUnknownOrMissing) {
  for (const Finding& finding : ReadSample(absl::CivilDay(2026, 11, 24)).findings) {
    EXPECT_NE(finding.record, 0) << finding.rule->id << " " << finding.column;
  }
}

}  // namespace
}  // namespace rufaa::linelist
