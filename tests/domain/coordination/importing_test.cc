#include "domain/coordination/importing.h"

#include <gtest/gtest.h>

#include "domain/coordination/coordination.h"
#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Noon;
using people::Officer;

ImportedCase Record() {
  ImportedCase record;
  record.identify = Report(Officer());
  record.identify.by.occurred_at -= absl::Hours(24 * 400);
  record.identify.import_id = "i-1";
  record.record = 7;
  record.serial = "CCO/001/003/5/29/7/2024";
  record.risk = "RLMD";
  record.needs = {{"RMPC", true}, {"RMSK", false}};
  record.sessions = 6;
  record.behaviour_change = "IMPROVED";
  return record;
}

TEST(Import, MakesACaseWithItsHistoryAndClocksFromNow) {
  Casebook book;
  EXPECT_EQ(book.Commit(ImportCase(book.kase, Record(), book.rules)), "OK");
  EXPECT_EQ(book.kase.stage, casework::Stage::kRegistered);
  EXPECT_EQ(book.kase.serial, "CCO/001/003/5/29/7/2024");
  EXPECT_EQ(book.Count<casework::ServiceSession>(), 6u);
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(72));
  EXPECT_EQ(ReasonOf(ImportCase(book.kase, Record(), book.rules)), "ALREADY_DONE");
}

TEST(Import, ARiskThatARuleForcesIsForcedFromNowOn) {
  ImportedCase trafficked = Record();
  trafficked.identify.categories.push_back({"CSTC", {}, {}, {}});
  Casebook book;
  EXPECT_EQ(book.Commit(ImportCase(book.kase, trafficked, book.rules)), "OK");
  EXPECT_EQ(book.kase.risk, "RLHG");
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(24));
}

TEST(Import, ACaseWithoutARiskIsNotOverdueTheMomentItComes) {
  ImportedCase unknown = Record();
  unknown.risk.clear();
  Casebook book;
  EXPECT_EQ(book.Commit(ImportCase(book.kase, unknown, book.rules)), "OK");
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(24));
}

TEST(Import, ARefusedCodeNamesItsField) {
  ImportedCase record = Record();
  record.risk = "HIGH";
  EXPECT_EQ(ReasonOf(ImportCase({}, record, Rules{})), "UNKNOWN_CODE");
}

TEST(Import, IsTakenBackAsAWholeUnlessACaseWasWorkedOn) {
  Casebook book;
  ImportedCase closed = Record();
  closed.closure_reason = "COEN";
  closed.closed_at = Noon() - absl::Hours(24);
  EXPECT_EQ(book.Commit(ImportCase(book.kase, closed, book.rules)), "OK");
  const RevertImport revert{people::Admin(), "i-1", "wrong file"};
  EXPECT_EQ(ReasonOf(Decide({book.kase}, revert, book.rules)), "OK");
  EXPECT_EQ(book.Do(casework::AddNote{Officer(), Secret()}), "OK");
  EXPECT_EQ(ReasonOf(Decide({book.kase}, revert, book.rules)), "CASE_WORKED_ON");
}

}  // namespace
}  // namespace rufaa::coordination
