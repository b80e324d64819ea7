#include <gtest/gtest.h>

#include <sstream>

#include "cli/output/cells.h"
#include "cli/output/printer.h"
#include "cli/verbs/board_verb.h"
#include "rufaa/committee/v1/committee_service.pb.h"

namespace rufaa::cli {
namespace {

void AddCell(committee::v1::GetBoardResponse& board, const char* stage, const char* agency,
             const char* age, uint64_t count) {
  auto& cell = *board.add_cases();
  cell.set_stage(stage);
  cell.set_agency(agency);
  cell.set_age_bucket(age);
  cell.mutable_count()->set_value(count);
  cell.mutable_count()->set_suppressed(count == 0);
}

TEST(Board, CasesHaveARowForAStageOfAnAgencyAndAColumnForEachAge) {
  committee::v1::GetBoardResponse board;
  AddCell(board, "registered", "dcs-kisauni", "8-28d", 12);
  AddCell(board, "registered", "dcs-kisauni", "85d+", 0);
  AddCell(board, "registered", "dcs-likoni", "0-7d", 31);
  const std::vector<BoardTable> tables = BoardTables(board);
  ASSERT_EQ(tables.size(), 1u) << "what there is nothing of is left out";
  std::stringstream out;
  PrintTable(tables[0].table, false, out);
  EXPECT_EQ(out.str(),
            "stage       agency       0-7d  8-28d  29-84d  85d+\n"
            "registered  dcs-kisauni  .     12     .       hidden\n"
            "registered  dcs-likoni   31    .      .       .\n");
}

TEST(Board, OpenCasesAreSummedByStageAndByOwner) {
  committee::v1::GetBoardResponse board;
  const auto add = [&](const char* stage, const char* agency, uint64_t count) {
    auto& sum = *board.add_case_sums();
    sum.set_stage(stage);
    sum.set_agency(agency);
    sum.mutable_count()->set_value(count);
    sum.mutable_count()->set_suppressed(count == 0);
  };
  add("", "", 43);
  add("registered", "", 31);
  add("", "dcs-likoni", 0);
  const std::vector<BoardTable> tables = BoardTables(board);
  ASSERT_EQ(tables.size(), 1u);
  std::stringstream out;
  PrintTable(tables[0].table, false, out);
  EXPECT_EQ(out.str(),
            "stage       agency      cases\n"
            "all         all         43\n"
            "registered  all         31\n"
            "all         dcs-likoni  hidden\n");
}

TEST(Board, OverdueCasesHaveARowForWhatIsDueOfAnAgency) {
  committee::v1::GetBoardResponse board;
  const auto add = [&](const char* due, const char* stage, const char* agency) {
    auto& cell = *board.add_overdue_cases();
    cell.set_due_what(due);
    cell.set_stage(stage);
    cell.set_turn_agency(agency);
    return &cell;
  };
  auto* const visits = add("visit", "follow-up", "dcs-likoni");
  visits->mutable_count()->set_value(14);
  visits->set_longest_days(33);
  add("act", "registered", "dcs-kisauni")->mutable_count()->set_suppressed(true);
  for (const char* agency : {"", "dcs-likoni"}) {
    auto& sum = *board.add_overdue_case_sums();
    sum.set_turn_agency(agency);
    sum.mutable_count()->set_value(21);
    sum.set_longest_days(33);
  }
  const std::vector<BoardTable> tables = BoardTables(board);
  ASSERT_EQ(tables.size(), 1u);
  std::stringstream out;
  PrintTable(tables[0].table, false, out);
  EXPECT_EQ(out.str(),
            "due    stage       agency to act  overdue  longest\n"
            "all                the county     21       33 d\n"
            "all                dcs-likoni     21       33 d\n"
            "visit  follow-up   dcs-likoni     14       33 d\n"
            "act    registered  dcs-kisauni    hidden   hidden\n");
}

TEST(Board, AnAgencyWhoseFiguresAreHiddenIsStillThere) {
  committee::v1::GetBoardResponse board;
  auto& clinic = *board.add_agencies();
  clinic.set_agency("clinic");
  clinic.set_sent_suppressed(true);
  clinic.mutable_response()->set_value(-1);
  clinic.mutable_response()->set_suppressed(true);
  board.add_agencies()->set_agency("nobody-asked");
  auto& hospital = *board.add_agencies();
  hospital.set_agency("hospital");
  hospital.set_sent(40);
  hospital.mutable_response()->set_value(0);
  hospital.mutable_response()->set_whole(40);
  const std::vector<BoardTable> tables = BoardTables(board);
  ASSERT_EQ(tables.size(), 2u);
  for (const BoardTable& one : tables) ASSERT_EQ(one.table.rows.size(), 2u) << one.title;
  const std::vector<Cell>& hidden = tables[0].table.rows[0];
  EXPECT_EQ(hidden[0].text, "clinic");
  for (int i : {1, 2, 3}) EXPECT_EQ(hidden[static_cast<size_t>(i)].text, "hidden") << i;
  const std::vector<Cell>& shown = tables[0].table.rows[1];
  EXPECT_EQ(shown[1].text, "40");
  EXPECT_EQ(shown[3].text, "0%");
}

}  // namespace
}  // namespace rufaa::cli
