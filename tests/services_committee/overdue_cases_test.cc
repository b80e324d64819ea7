// What the committee is shown of overdue cases, and what it can reckon from that beside the counts
// of all open ones.
#include "services/committee/overdue_cases.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "domain/indicators/suppression.h"
#include "services/committee/tables.h"
#include "tests/services_committee/counted.h"

namespace rufaa::committee_service {
namespace {

using casework::Stage;
using indicators::IsSmall;

const LateKey kNorth = {"north", Stage::kRegistered}, kSouth = {"south", Stage::kRegistered};

TEST(OverdueCasesTest, AreOfTheCountyOrOneOfItsPartsTheMostFirst) {
  Counted counted;
  counted.Open("north", "001", 5).Late(kNorth, "001", 2, 3).Late(kNorth, "001", 1, 40);
  counted.Open("north", "002", 5).Late(kNorth, "002", 1, 7);
  counted.Open("south", "001", 9).Late(kSouth, "001", 9, 2);
  const std::vector<LateCases> all = OverdueCases(counted.board(), "", false);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].key, kSouth);
  EXPECT_EQ(all[0].count, 9);
  EXPECT_EQ(all[0].longest_days, 2);
  EXPECT_EQ(all[1].count, 4);
  EXPECT_EQ(all[1].longest_days, 40);
  EXPECT_EQ(counted.Told("002", false), (std::map<LateKey, int64_t>{{kNorth, 1}}));
  EXPECT_TRUE(counted.Told("003", false).empty());
  for (const LateCases& one : OverdueCases(counted.board(), "", true)) {
    EXPECT_FALSE(one.count);
    EXPECT_EQ(one.longest_days, 0);
  }
}

TEST(OverdueCasesTest, HowLateIsToldOfTenAndNotOfOne) {
  Counted counted;
  counted.Open("north", "001", 40).Late(kNorth, "001", 1, 300);
  counted.Late(kNorth, "001", 8, 60).Late(kNorth, "001", 6, 31);
  const std::vector<LateCases> told = OverdueCases(counted.board(), "", true);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].count, 15);
  EXPECT_EQ(told[0].longest_days, 31);
  EXPECT_EQ(OverdueCases(counted.board(), "", false)[0].longest_days, 300);
}

TEST(OverdueCasesTest, AreHiddenWhereTheyWouldTellAFewThatAreNot) {
  Counted counted;
  counted.Open("north", "001", 43).Late(kNorth, "001", 40);
  EXPECT_TRUE(counted.Told().empty()) << "43 without 40";
  counted.Open("south", "001", 40).Late(kSouth, "001", 40);
  EXPECT_EQ(counted.Told(), (std::map<LateKey, int64_t>{{kSouth, 40}})) << "all of them";
}

// A report is to be registered within a day, so that every one of a week and more is late.
TEST(OverdueCasesTest, AreHiddenWhereTheyWouldTellAFewOfAnAge) {
  const LateKey north = {"north", Stage::kIdentified};
  Counted few;
  few.Aged("north", "001", {0, 12, 3, 0}, Stage::kIdentified).Late(north, "001", 15);
  few.Open("south", "001", 11);
  EXPECT_TRUE(few.Told().empty()) << "15 without the 12 that are shown";
  Counted young;
  young.Aged("north", "001", {20, 12, 0, 0}, Stage::kIdentified).Late(north, "001", 15);
  EXPECT_TRUE(young.Told().empty()) << "three are late in their first week";
  Counted all;
  all.Aged("north", "001", {20, 12, 0, 0}, Stage::kIdentified).Late(north, "001", 12);
  EXPECT_EQ(all.Told(), (std::map<LateKey, int64_t>{{north, 12}}));
}

TEST(OverdueCasesTest, OfTheCountyDoNotTellAFewOfOnePart) {
  Counted counted;
  for (const std::string& subcounty : kSubcounties) counted.Open("north", subcounty, 100);
  counted.Late(kNorth, "001", 30).Late(kNorth, "002", 4).Late(kNorth, "003", 20);
  EXPECT_EQ(counted.Told(), (std::map<LateKey, int64_t>{{kNorth, 54}}));
  EXPECT_EQ(counted.Told("001").size(), 1u);
  EXPECT_TRUE(counted.Told("002").empty());
  EXPECT_TRUE(counted.Told("003").empty()) << "54 without 30 and 20";
}

TEST(OverdueCasesTest, BeforeACourtAndInTheSameStageAreToldTogetherOrNotAtAll) {
  const LateKey court = {"north", Stage::kEmergency, true}, act = {"north", Stage::kEmergency};
  Counted counted;
  counted.Open("north", "001", 60, Stage::kEmergency).Late(court, "001", 20).Late(act, "001", 12);
  EXPECT_EQ(counted.Told().size(), 2u);
  counted.Late(court, "001", 25);
  EXPECT_TRUE(counted.Told().empty()) << "60 without 45 and 12";
}

TEST(OverdueCasesTest, WhoMustAnswerIsHeldAgainstAllThatAreAsked) {
  const Stage asked = Stage::kTransferPending;
  const LateKey north = {"north", asked}, south = {"south", asked}, court = {"east", asked, true};
  Counted counted;
  counted.Open("east", "001", 30, asked).Open("west", "001", 20, asked);
  counted.Late(north, "001", 15).Late(south, "001", 12).Late(court, "001", 11);
  EXPECT_EQ(counted.Told(), (std::map<LateKey, int64_t>{{north, 15}, {south, 12}}));
  counted.Late(south, "001", 18);
  EXPECT_TRUE(counted.Told().empty()) << "50 without 45";
}

TEST(OverdueCasesTest, TheSumsTellWhereCountsAreTooSmall) {
  const std::vector<Stage> stages = {Stage::kRegistered, Stage::kAssessment, Stage::kFollowUp};
  Counted counted;
  for (const Stage stage : stages) {
    counted.Open("north", "001", 30, stage).Late({"north", stage}, "001", 7, 40);
    counted.Open("south", "002", 30, stage).Late({"south", stage}, "002", 6, 3);
  }
  EXPECT_TRUE(counted.Told().empty());
  const std::vector<LateCases> sums = OverdueSums(counted.board(), "", true);
  ASSERT_EQ(sums.size(), 3u);
  EXPECT_EQ(sums[0].key, LateKey{});
  EXPECT_EQ(sums[0].count, 39);
  EXPECT_EQ(sums[0].longest_days, 40);
  EXPECT_EQ(sums[1].key.agency, "north");
  EXPECT_EQ(sums[1].count, 21);
  EXPECT_EQ(sums[2].count, 18);
  EXPECT_EQ(sums[2].longest_days, 3);
  EXPECT_TRUE(OverdueSums(counted.board(), "001", true).empty());
  EXPECT_EQ(OverdueSums(counted.board(), "001", false)[0].count, 21);
}

TEST(OverdueCasesTest, ASumIsHeldAgainstAgesWhereTheyAreOfOneStage) {
  const auto sum_of = [](uint64_t in_follow_up) {
    Counted counted;
    counted.Aged("north", "001", {20, 12, 0, 0}, Stage::kIdentified);
    counted.Late({"north", Stage::kIdentified}, "001", 15);
    if (in_follow_up > 0) counted.Open("north", "001", in_follow_up, Stage::kFollowUp);
    return OverdueSums(counted.board(), "", true)[0].count;
  };
  EXPECT_FALSE(sum_of(0)) << "15 without the 12 that are older than a week";
  EXPECT_FALSE(sum_of(9));
  Counted several;
  for (const Stage stage : {Stage::kIdentified, Stage::kFollowUp}) {
    several.Aged("north", "001", {20, 12, 0, 0}, stage);
    several.Late({"north", stage}, "001", 15);
  }
  EXPECT_TRUE(several.Told().empty());
  EXPECT_EQ(OverdueSums(several.board(), "", true)[0].count, 30);
}

TEST(OverdueCasesTest, WhereOneAgencysSumIsFewAnothersIsHiddenWithIt) {
  Counted counted;
  const auto add = [&](const char* agency, uint64_t each) {
    for (const Stage stage : {Stage::kRegistered, Stage::kAssessment}) {
      counted.Open(agency, "001", 50, stage).Late({agency, stage}, "001", each);
    }
  };
  add("east", 2);
  add("north", 9);
  add("south", 8);
  counted.Open("coast", "001", 50).Late({"coast", Stage::kRegistered}, "001", 10);
  const std::vector<LateCases> sums = OverdueSums(counted.board(), "", true);
  ASSERT_EQ(sums.size(), 5u);
  EXPECT_EQ(sums[0].count, 48);
  EXPECT_EQ(sums[1].key.agency, "north");
  EXPECT_EQ(sums[1].count, 18);
  EXPECT_EQ(sums[2].key.agency, "coast");
  EXPECT_EQ(sums[2].count, 10) << "its one count is told and would hide nothing";
  EXPECT_FALSE(sums[3].count) << "else 48 without 18, 16 and 10";
  EXPECT_FALSE(sums[4].count);
}

// North and south hide a count of open ones each, and so their sums are hidden; what is overdue of
// south is told by its one count all the same.
TEST(OverdueCasesTest, AnAgencyOfWhichEveryCountIsToldHidesNoOthersSum) {
  Counted counted;
  counted.Open("east", "001", 30);
  for (const Stage stage : {Stage::kRegistered, Stage::kAssessment, Stage::kFollowUp}) {
    counted.Open("north", "001", 50, stage).Late({"north", stage}, "001", 9);
    counted.Open("west", "001", 50, stage).Late({"west", stage}, "001", 9);
  }
  counted.Open("south", "001", 50).Late(kSouth, "001", 20);
  counted.Open("north", "001", 5, Stage::kPlanned).Open("south", "001", 6, Stage::kPlanned);
  ASSERT_EQ(counted.Told(), (std::map<LateKey, int64_t>{{kSouth, 20}}));
  const std::vector<LateCases> sums = OverdueSums(counted.board(), "", true);
  ASSERT_EQ(sums.size(), 4u);
  EXPECT_EQ(sums[0].count, 74);
  for (size_t i = 1; i < sums.size(); ++i) {
    EXPECT_FALSE(sums[i].count) << sums[i].key.agency << ": 74 without 27 and 20";
  }
}

TEST(OverdueCasesTest, NoSumTellsTheOneCountThatIsHidden) {
  Counted counted;
  counted.Open("north", "001", 50).Late(kNorth, "001", 20);
  counted.Open("north", "001", 50, Stage::kAssessment);
  counted.Late({"north", Stage::kAssessment}, "001", 4);
  EXPECT_EQ(counted.Told(), (std::map<LateKey, int64_t>{{kNorth, 20}}));
  for (const LateCases& sum : OverdueSums(counted.board(), "", true)) EXPECT_FALSE(sum.count);
  counted.Open("north", "001", 50, Stage::kFollowUp);
  counted.Late({"north", Stage::kFollowUp}, "001", 5);
  for (const LateCases& sum : OverdueSums(counted.board(), "", true)) {
    EXPECT_FALSE(sum.count) << "9 are few";
  }
}

TEST(OverdueCasesTest, NoSumTellsAFewInTimeOfThoseBesideHiddenCounts) {
  Counted counted;
  counted.Open("north", "001", 100).Late(kNorth, "001", 50);
  for (const Stage stage : {Stage::kAssessment, Stage::kFollowUp}) {
    counted.Open("north", "001", 20, stage).Late({"north", stage}, "001", 16);
  }
  EXPECT_EQ(counted.Told(), (std::map<LateKey, int64_t>{{kNorth, 50}}));
  for (const LateCases& sum : OverdueSums(counted.board(), "", true)) {
    EXPECT_FALSE(sum.count) << "82 without 50, of 40: eight are in time";
  }
}

// Each agency leaves few in time, and so do both together, which the county's sum would tell.
TEST(OverdueCasesTest, TheCountysSumTellsNoFewInTimeOfAgenciesWhoseSumsAreHidden) {
  Counted counted;
  const auto add = [&](const char* agency, uint64_t in_time) {
    for (const Stage stage : {Stage::kAssessment, Stage::kFollowUp}) {
      counted.Open(agency, "001", 20, stage).Late({agency, stage}, "001", 20 - in_time);
    }
  };
  add("east", 2);
  add("west", 2);
  add("north", 5);
  const std::vector<LateCases> sums = OverdueSums(counted.board(), "", true);
  EXPECT_EQ(sums[0].count, 102);
  for (const LateCases& sum : sums) EXPECT_EQ(sum.count.has_value(), &sum == &sums[0]);
}

// Of one agency, as the board shows its cases.
board::ByAge AgesOf(const Counted& counted, const std::string& agency,
                    const std::string& subcounty = "") {
  board::ByAge ages = {};
  for (const board::StageLine& line : counted.board().stages) {
    const bool here = subcounty.empty() || line.subcounty == subcounty;
    if (line.agency != agency || !here) continue;
    for (size_t age = 0; age < ages.size(); ++age) ages[age] += line.cases[age];
  }
  return ages;
}

bool AnyHidden(const Counted& counted, const std::string& agency, const std::string& subcounty) {
  for (const auto& [key, count] : OpenCases(counted.board()).Of(subcounty, true)) {
    if (key.agency == agency && !count) return true;
  }
  return false;
}

int64_t SumOf(const std::map<LateKey, int64_t>& all, const std::string& agency) {
  int64_t sum = 0;
  for (const auto& [key, n] : all) sum += key.agency == agency ? n : 0;
  return sum;
}

// What is told may be taken from all cases, and from those of an age and older, and these from it.
void ExpectNotFewBeside(const board::ByAge& ages, int64_t told, const std::string& where) {
  int64_t older = 0;
  for (size_t age = ages.size(); age-- > 0;) {
    older += static_cast<int64_t>(ages[age]);
    EXPECT_FALSE(IsSmall(std::abs(older - told))) << where << " " << age;
  }
}

void ExpectNothingFew(const Counted& counted, const std::string& agency) {
  int64_t parts = 0;
  std::map<LateKey, std::pair<int, int64_t>> hidden;
  for (const std::string& subcounty : kSubcounties) {
    const auto told = counted.Told(subcounty);
    if (SumOf(told, agency) > 0) {
      EXPECT_FALSE(AnyHidden(counted, agency, subcounty)) << agency << subcounty;
      ExpectNotFewBeside(AgesOf(counted, agency, subcounty), SumOf(told, agency), subcounty);
    }
    parts += SumOf(told, agency);
    for (const auto& [key, n] : counted.Told(subcounty, false)) {
      if (key.agency == agency && !told.contains(key)) {
        ++hidden[key].first, hidden[key].second += n;
      }
    }
    for (const auto& [key, n] : told) EXPECT_FALSE(IsSmall(n));
  }
  if (parts > 0) ExpectNotFewBeside(AgesOf(counted, agency), parts, "parts");
  const auto county = counted.Told();
  if (SumOf(county, agency) > 0) {
    EXPECT_FALSE(AnyHidden(counted, agency, ""));
    ExpectNotFewBeside(AgesOf(counted, agency), SumOf(county, agency), "county");
  }
  for (const auto& [key, n] : county) {
    EXPECT_FALSE(IsSmall(n));
    if (!hidden.contains(key)) continue;
    EXPECT_GT(hidden[key].first, 1) << "the one that is left";
    EXPECT_FALSE(IsSmall(hidden[key].second));
  }
}

TEST(OverdueCasesTest, NothingFewCanBeReckonedFromRandomCounts) {
  std::mt19937 random(7);
  const auto below = [&](uint64_t n) { return random() % n; };
  int told = 0, hidden = 0;
  for (int round = 0; round < 2000; ++round) {
    Counted counted;
    for (const std::string agency : {"north", "south"}) {
      for (const std::string& subcounty : kSubcounties) {
        board::ByAge ages = {below(3) == 0 ? below(12) : below(90), 0, 0, 0};
        for (size_t age = 1; age < ages.size(); ++age) ages[age] = below(2) * below(60);
        const uint64_t all = std::accumulate(ages.begin(), ages.end(), uint64_t{0});
        counted.Aged(agency, subcounty, ages, Stage::kEmergency);
        const uint64_t late = below(4) == 0 ? all : below(all + 1);
        const uint64_t court = below(2) == 0 ? 0 : below(late + 1);
        if (court > 0) counted.Late({agency, Stage::kEmergency, true}, subcounty, court);
        if (late > court) counted.Late({agency, Stage::kEmergency}, subcounty, late - court);
      }
    }
    for (const std::string agency : {"north", "south"}) ExpectNothingFew(counted, agency);
    for (const std::string subcounty : {"", "001", "002", "003"}) {
      const size_t shown = counted.Told(subcounty).size();
      told += static_cast<int>(shown);
      hidden += static_cast<int>(counted.Told(subcounty, false).size() - shown);
    }
  }
  EXPECT_GT(told, 1000);
  EXPECT_GT(hidden, 1000);
}

// Whoever takes from a sum all that is told of it is left with nothing, or with several counts that
// are not few together.
void ExpectSumsGuarded(const Counted& counted, const std::vector<LateCases>& sums) {
  std::map<std::string, std::pair<int, int64_t>> left;  // How many counts, and their sum.
  std::map<std::string, std::map<LateKey, int64_t>> told = {{"", counted.Told()}};
  for (const std::string& subcounty : kSubcounties) told[subcounty] = counted.Told(subcounty);
  for (const board::LateCasesLine& line : counted.board().late_cases) {
    const LateKey key{line.agency, line.stage, line.in_court};
    if (told[""].contains(key) || told[line.subcounty].contains(key)) continue;
    ++left[line.agency].first, left[line.agency].second += line.late.Total();
  }
  std::pair<int, int64_t> agencies;  // Those that are hidden.
  for (const LateCases& sum : sums) {
    const std::string& agency = sum.key.agency;
    if (agency.empty()) continue;
    const int64_t all = counted.Late(agency);
    if (!sum.count) {
      ++agencies.first, agencies.second += all;
      continue;
    }
    EXPECT_EQ(*sum.count, all);
    EXPECT_FALSE(IsSmall(all));
    EXPECT_FALSE(IsSmall(counted.Whole(agency) - all)) << agency;
    const auto& [counts, rest] = left[agency];
    EXPECT_TRUE(counts == 0 || (counts > 1 && !IsSmall(rest))) << agency;
  }
  if (!sums.front().count) return;
  const auto& [hidden, rest] = agencies;
  EXPECT_TRUE(hidden == 0 || (hidden > 1 && !IsSmall(rest)));
}

TEST(OverdueCasesTest, NothingFewCanBeReckonedFromRandomSums) {
  std::mt19937 random(11);
  const auto below = [&](uint64_t n) { return random() % n; };
  int told = 0, counties = 0;
  for (int round = 0; round < 200; ++round) {
    Counted counted;
    for (const std::string agency : {"north", "south", "west"}) {
      const uint64_t size = 2 + below(40);
      for (const Stage stage : {Stage::kRegistered, Stage::kAssessment, Stage::kFollowUp}) {
        for (const std::string& subcounty : kSubcounties) {
          const uint64_t all = below(size);
          counted.Aged(agency, subcounty, {all / 2, all - all / 2, 0, 0}, stage);
          if (const uint64_t late = below(all + 1)) counted.Late({agency, stage}, subcounty, late);
        }
      }
    }
    const std::vector<LateCases> sums = OverdueSums(counted.board(), "", true);
    if (sums.empty()) continue;
    ExpectSumsGuarded(counted, sums);
    for (const LateCases& sum : sums) told += sum.count ? 1 : 0;
    counties += sums.front().count ? 1 : 0;
  }
  EXPECT_GT(told, 100);
  EXPECT_GT(counties, 50);
}

}  // namespace
}  // namespace rufaa::committee_service
