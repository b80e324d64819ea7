// Which sums of open cases the committee is told, one by one; what all that it is told leaves open
// is in reckoned_test.cc.
#include "services/committee/open_sums.h"

#include <gtest/gtest.h>

#include "services/committee/tables.h"
#include "tests/services_committee/counted.h"

namespace rufaa::committee_service {
namespace {

using casework::Stage;
using Sums = std::map<std::string, std::optional<int64_t>>;

// By the name of the stage, or of the owner; "" is all.
Sums SumsOf(const Counted& counted, const std::string& subcounty = "", bool suppress = true) {
  Sums sums;
  for (const OpenSum& sum : OpenSums(counted.board(), subcounty, suppress)) {
    sums[sum.stage ? std::string(casework::Name(*sum.stage)) : sum.agency] = sum.count;
  }
  return sums;
}

// So many cases of a stage in each of so many ages of one owner, all of one sub-county.
void Add(Counted& counted, Stage stage, const std::string& agency, board::ByAge ages,
         bool found = true) {
  counted.Aged(agency, "001", ages, stage);
  if (found && IsRegistered(stage)) counted.Found(ages[0] + ages[1] + ages[2] + ages[3]);
}

// A county of some hundred cases: hardly a count is ten.
Counted County() {
  Counted counted;
  for (const Stage stage : {Stage::kIdentified, Stage::kRegistered, Stage::kFollowUp}) {
    Add(counted, stage, "north", {7, 3, 8, 4});
    Add(counted, stage, "south", {5, 6, 2, 9});
  }
  return counted;
}

TEST(OpenSumsTest, TellWhatTheTableCanNot) {
  const Counted counted = County();
  for (const auto& line : OpenCases(counted.board()).Of("", true)) EXPECT_FALSE(line.count);
  const std::vector<OpenSum> sums = OpenSums(counted.board(), "", true);
  ASSERT_EQ(sums.size(), 6u);
  EXPECT_FALSE(sums[0].stage);
  EXPECT_EQ(sums[0].agency, "");
  EXPECT_EQ(sums[0].count, 132);
  EXPECT_EQ(SumsOf(counted), (Sums{{"", 132},
                                   {"identified", 44},
                                   {"registered", 44},
                                   {"follow-up", 44},
                                   {"north", 66},
                                   {"south", 66}}));
}

TEST(OpenSumsTest, AreOfOneSubCountyForWhoSeesEveryNumberAndNobodyElse) {
  Counted counted = County();
  counted.Aged("north", "002", {20, 0, 0, 0}, Stage::kRegistered);
  EXPECT_EQ(SumsOf(counted, "002", false), (Sums{{"", 20}, {"registered", 20}, {"north", 20}}));
  EXPECT_TRUE(SumsOf(counted, "002").empty());
  EXPECT_TRUE(SumsOf(counted, "003", false).empty()) << "none there";
}

TEST(OpenSumsTest, AStageOfWhichOneCountOrFewAreHiddenIsNotTold) {
  for (const board::ByAge& ages : {board::ByAge{30, 4, 0, 0}, {30, 4, 5, 0}, {3, 3, 3, 2}}) {
    Counted counted = County();
    Add(counted, Stage::kPlanned, "north", ages);
    const Sums sums = SumsOf(counted);
    EXPECT_FALSE(sums.at("planned"));
    EXPECT_EQ(sums.at("identified"), 44);
  }
}

// Each is hidden, and so known to be one or more: of ten, ten are left.
TEST(OpenSumsTest, AStageOfWhichSoManyAreHiddenAsAreLeftIsNotTold) {
  Counted counted = County();
  for (const char* agency : {"north", "south", "west", "east"}) {
    Add(counted, Stage::kPlanned, agency, {1, 1, 1, 1});
  }
  EXPECT_FALSE(SumsOf(counted).at("planned"));
  Add(counted, Stage::kPlanned, "coast", {9, 2, 0, 0});
  EXPECT_EQ(SumsOf(counted).at("planned"), 27);
}

TEST(OpenSumsTest, WhereOneStageIsHiddenAnotherIsWithIt) {
  Counted counted = County();
  Add(counted, Stage::kPlanned, "north", {2, 1, 0, 0});
  Add(counted, Stage::kAssessment, "south", {9, 6, 0, 0});
  const Sums sums = SumsOf(counted);
  EXPECT_EQ(sums.at(""), 150);
  EXPECT_FALSE(sums.at("planned"));
  EXPECT_FALSE(sums.at("assessment")) << "else 150 without the other four";
  EXPECT_EQ(sums.at("registered"), 44);
}

// Where all that are registered are children found, their number is the sum of those stages.
TEST(OpenSumsTest, AReportThatNobodyRegisteredIsNotToldByTheChildrenFound) {
  const auto sums_of = [](bool found) {
    Counted counted;
    Add(counted, Stage::kIdentified, "north", {2, 1, 0, 0}, found);
    Add(counted, Stage::kRegistered, "north", {7, 9, 8, 4}, found);
    Add(counted, Stage::kFollowUp, "south", {5, 6, 5, 9}, found);
    return SumsOf(counted);
  };
  EXPECT_FALSE(sums_of(true).at("")) << "56, of which 53 are children found";
  EXPECT_EQ(sums_of(true).at("registered"), 28);
  EXPECT_EQ(sums_of(false).at(""), 56);
  EXPECT_FALSE(sums_of(false).at("follow-up"));
}

TEST(OpenSumsTest, ChildrenFoundAreHiddenWhereTheStagesBesideThemWouldTellFew) {
  Counted counted;
  Add(counted, Stage::kRegistered, "north", {30, 40, 0, 0});
  Add(counted, Stage::kPlanned, "north", {5, 5, 0, 0});
  EXPECT_EQ(SumsOf(counted), (Sums{{"", {}}, {"registered", 70}, {"planned", {}}, {"north", {}}}));
  EXPECT_FALSE(SumsOfCases(counted.board(), true).children) << "80 without 70";
}

// Each owner has one stage of its own, or nearly: by owner and by stage one count would be told.
TEST(OpenSumsTest, AnOwnersSumIsNotToldWhereTheStagesTellTheRest) {
  Counted counted;
  Add(counted, Stage::kRegistered, "north", {9, 8, 7, 6});
  Add(counted, Stage::kPlanned, "south", {9, 8, 7, 6});
  Add(counted, Stage::kPlanned, "north", {4, 0, 0, 0});
  const Sums sums = SumsOf(counted);
  EXPECT_EQ(sums.at(""), 64);
  EXPECT_EQ(sums.at("registered"), 30);
  EXPECT_FALSE(sums.at("north")) << "34 without 30";
  EXPECT_FALSE(sums.at("south"));
}

}  // namespace
}  // namespace rufaa::committee_service
