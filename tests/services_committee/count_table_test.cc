#include "services/committee/count_table.h"

#include <gtest/gtest.h>

#include "services/committee/tables.h"

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

struct Cases {
  std::string agency;
  casework::Stage stage;
  uint64_t count;
  std::string subcounty = "003";
  uint64_t others = 0;  // Of them: registered for something else than exploitation.
};

board::Board BoardWith(const std::vector<Cases>& all) {
  board::Board board;
  for (const Cases& one : all) {
    const bool registered = board::IsACase(one.stage) && one.stage != casework::Stage::kIdentified;
    board.stages.push_back({.agency = one.agency,
                            .subcounty = one.subcounty,
                            .stage = one.stage,
                            .cases = {one.count, 0, 0, 0},
                            .found = registered ? one.count - one.others : 0});
  }
  return board;
}

using casework::Stage;

TEST(CaseSumsTest, ArePlainForWhoSeesEveryNumber) {
  const CaseSums sums = SumsOfCases(BoardWith({{"north", Stage::kRegistered, 12},
                                               {"north", Stage::kClosed, 3},
                                               {"north", Stage::kScreenedOut, 2},
                                               {"north", Stage::kDuplicate, 1}}),
                                    false);
  EXPECT_EQ(sums.children, 15) << "what was screened out, or a duplicate, was no child found";
  EXPECT_EQ(sums.closed, 3);
}

TEST(CaseSumsTest, AClosedCountIsHiddenWhereTheListLeavesOnlyASmallOneOfIt) {
  // The list shows 25 and hides the 4, and the 12 beside it, which are no children found: 29 would
  // tell the 4.
  std::vector<Cases> all = {{"north", Stage::kClosed, 25},
                            {"south", Stage::kClosed, 4},
                            {"north", Stage::kScreenedOut, 12}};
  const board::Board board = BoardWith(all);
  int shown = 0;
  for (const auto& line : EndedCases(board).Of("", true)) shown += line.count == 25;
  ASSERT_EQ(shown, 1);
  const CaseSums sums = SumsOfCases(board, true);
  EXPECT_FALSE(sums.closed);
  EXPECT_FALSE(sums.children) << "the same 29";
  all.push_back({"south", Stage::kPlanned, 7});
  EXPECT_EQ(SumsOfCases(BoardWith(all), true).children, 36) << "11 of two hidden counts";
}

TEST(CaseSumsTest, ChildrenAreHiddenWhereOpenAndEndedOnesShownApartWouldTell) {
  const board::Board board =
      BoardWith({{"north", Stage::kRegistered, 12}, {"north", Stage::kClosed, 3}});
  const CaseSums sums = SumsOfCases(board, true);
  EXPECT_FALSE(sums.children) << "12 open ones are shown";
  EXPECT_FALSE(sums.closed);
}

TEST(CaseSumsTest, ChildrenAreHiddenWhereTheClosedOnesBesideThemWouldTellTheRest) {
  const CaseSums sums = SumsOfCases(BoardWith({{"north", Stage::kClosed, 30},
                                               {"south", Stage::kClosed, 8},
                                               {"east", Stage::kClosed, 7},
                                               {"south", Stage::kRegistered, 5}}),
                                    true);
  EXPECT_EQ(sums.closed, 45) << "15 of two hidden counts";
  EXPECT_FALSE(sums.children) << "50 beside it tells the 5";
}

// 25 closed ones are shown, and four are not, beside twelve that were screened out.
TEST(CaseSumsTest, ChildrenAreHiddenWhereTheStagesBesideThemWouldTellTheClosedOnes) {
  std::vector<Cases> all = {{"north", Stage::kClosed, 25},
                            {"south", Stage::kClosed, 4},
                            {"north", Stage::kScreenedOut, 12}};
  for (const char* agency : {"north", "south", "east"}) all.push_back({agency, Stage::kPlanned, 8});
  const CaseSums sums = SumsOfCases(BoardWith(all), true);
  EXPECT_FALSE(sums.closed);
  EXPECT_FALSE(sums.children) << "53 without the 24 that are planned";
}

TEST(CaseSumsTest, LargeCountsAreToldThoughSomeAreHidden) {
  const board::Board board = BoardWith({{"north", Stage::kRegistered, 400},
                                        {"south", Stage::kRegistered, 6},
                                        {"south", Stage::kPlanned, 7},
                                        {"north", Stage::kClosed, 300},
                                        {"south", Stage::kClosed, 90}});
  const CaseSums sums = SumsOfCases(board, true);
  EXPECT_EQ(sums.children, 803);
  EXPECT_EQ(sums.closed, 390);
}

TEST(CaseSumsTest, ChildrenAreHiddenWhereTheyWouldTellAFewWhoAreNoVictimsOfExploitation) {
  std::vector<Cases> all = {{"north", Stage::kRegistered, 40, "003", 4}};
  EXPECT_EQ(SumsOfCases(BoardWith(all), false).children, 36);
  EXPECT_FALSE(SumsOfCases(BoardWith(all), true).children) << "the table shows the 40";
  all.front().others = 31;
  EXPECT_FALSE(SumsOfCases(BoardWith(all), true).children) << "nine are few themselves";
  all.front().others = 20;
  EXPECT_EQ(SumsOfCases(BoardWith(all), true).children, 20);
}

TEST(CaseSumsTest, ReportsThatNobodyRegisteredAreNoPartOfTheChildren) {
  const board::Board board =
      BoardWith({{"north", Stage::kRegistered, 40}, {"north", Stage::kIdentified, 30}});
  for (const bool suppress : {false, true}) EXPECT_EQ(SumsOfCases(board, suppress).children, 40);
}

TEST(NeedsMetTest, IsHiddenWhereTheListLeavesOnlyASmallOne) {
  board::Board board;
  board.needs = {{"RMTS", "003", {}}, {"RMPP", "003", {}}};
  board.needs[0].counters.met = 20;
  EXPECT_EQ(SumOfNeedsMet(board, true), 20);
  board.needs[1].counters.met = 7;
  EXPECT_EQ(SumOfNeedsMet(board, false), 27);
  for (const auto& line : Needs(board, true).Of("003", true)) EXPECT_FALSE(line.count);
  EXPECT_EQ(SumOfNeedsMet(board, true), 27) << "both are hidden";
  board.needs = {{"RMTS", "003", {}}};
  board.needs[0].counters.met = 7;
  EXPECT_FALSE(SumOfNeedsMet(board, true));
}

// Two groupings of the same referrals. In 001 all stand in one state and wait for one agency.
TEST(RunningReferralsTest, WhoMustActDoesNotTellWhatTheStatesHide) {
  using referral::Stage::kAccepted;
  using referral::Stage::kSent;
  board::Board board;
  const auto running = [&](const char* subcounty, referral::Stage state, uint64_t n) {
    board.running.push_back({.subcounty = subcounty, .state = state, .referrals = {n, 0, 0, 0}});
  };
  running("001", kSent, 33);
  running("002", kSent, 7);
  running("002", kAccepted, 19);
  running("003", kAccepted, 13);
  for (const auto& [subcounty, n] :
       {std::pair("001", 33), std::pair("002", 26), std::pair("003", 13)}) {
    board.stuck.push_back({.agency = "clinic",
                           .subcounty = subcounty,
                           .waiting = static_cast<uint64_t>(n),
                           .overdue = 0});
  }
  const auto table = RunningReferrals(board);
  const auto tells = [&](const std::variant<ByState, ByTurn>& key, const char* subcounty) {
    for (const auto& line : table.Of(subcounty, true)) {
      if (line.key == key) return line.count.has_value();
    }
    return false;
  };
  const ByState sent{kSent, 0}, accepted{kAccepted, 0};
  const ByTurn waits{"clinic", false};
  EXPECT_FALSE(tells(sent, "002"));
  const bool tells_33 = tells(sent, "001") || tells(waits, "001");
  EXPECT_FALSE(tells_33 && tells(sent, "")) << "40 without 33";
  const bool tells_13 = tells(accepted, "003") || tells(waits, "003");
  const bool tells_19 = tells(accepted, "002") || (tells_13 && tells(accepted, ""));
  EXPECT_FALSE(tells_19 && tells(waits, "002")) << "26 without 19";
  EXPECT_EQ(table.Of("", false).size(), 3u);
}

}  // namespace
}  // namespace rufaa::committee_service
