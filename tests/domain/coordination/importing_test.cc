#include "domain/coordination/importing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/imported_record.h"
#include "domain/coordination/coordination.h"
#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

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
  EXPECT_EQ(book.Commit(ImportCase(book.kase, Record(), {}, book.rules)), "OK");
  EXPECT_EQ(book.kase.stage, casework::Stage::kRegistered);
  EXPECT_EQ(book.kase.serial, "CCO/001/003/5/29/7/2024");
  EXPECT_EQ(book.Count<casework::ServiceSession>(), 6u);
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(72));
  EXPECT_EQ(ReasonOf(ImportCase(book.kase, Record(), {}, book.rules)), "ALREADY_DONE");
}

TEST(Import, AClosedCaseHasNoCourtDateThatNobodyWouldEverEnd) {
  ImportedCase record = Record();
  record.court_date = casework::SetCourtDate{.by = record.identify.by,
                                             .matter = "m1",
                                             .session = "STMN",
                                             .court = "court-1",
                                             .court_kind = "JUDICIARY",
                                             .at = Noon() - absl::Hours(24),
                                             .file = Secret()};
  Casebook open;
  EXPECT_EQ(open.Commit(ImportCase(open.kase, record, {}, open.rules)), "OK");
  EXPECT_EQ(open.kase.court_dates.size(), 1u);
  record.court_date->court_kind = "RESCUE_CENTRE";
  EXPECT_EQ(ReasonOf(ImportCase({}, record, {}, Rules{})), "MALFORMED") << "no court";
  record.closure_reason = "COEN";
  record.closed_at = Noon() - absl::Hours(48);
  Casebook closed;
  EXPECT_EQ(closed.Commit(ImportCase(closed.kase, record, {}, closed.rules)), "OK");
  EXPECT_EQ(closed.Count<casework::CourtDateSet>(), 0u);
  EXPECT_TRUE(closed.kase.court_dates.empty());
}

TEST(Import, TakesAsManySessionsAsFitIntoOneCommit) {
  ImportedCase record = Record();
  record.sessions = kImportedSessionsMost;
  Casebook book;
  EXPECT_EQ(book.Commit(ImportCase(book.kase, record, {}, book.rules)), "OK");
  EXPECT_LT(book.last.size(), 1000u);
  record.sessions = kImportedSessionsMost + 1;
  const Changes refused = ImportCase({}, record, {}, Rules{});
  EXPECT_EQ(ReasonOf(refused), "MALFORMED");
  EXPECT_THAT(RefusalOf(refused.status())->details, Contains(Pair("field", "session_count")));
}

TEST(Import, ANeedThatWasReferredBeforeTheHubIsReferred) {
  ImportedCase record = Record();
  record.needs = {{.code = "RMPC", .referred = true}, {.code = "RMSK"}};
  Casebook book;
  EXPECT_EQ(book.Commit(ImportCase(book.kase, record, {}, book.rules)), "OK");
  EXPECT_EQ(book.kase.needs.at("n1").referred, 1u);
  EXPECT_EQ(book.kase.needs.at("n2").referred, 0u);
  std::vector<bool> told;
  for (const Change& change : book.last) {
    const auto* need = std::get_if<casework::NeedOpened>(&change.event);
    if (need != nullptr) told.push_back(need->referred_before);
  }
  EXPECT_THAT(told, ElementsAre(true, false));
}

TEST(Import, ARiskThatARuleForcesIsForcedFromNowOn) {
  ImportedCase trafficked = Record();
  trafficked.identify.categories.push_back({"CSTC", {}, {}, {}});
  Casebook book;
  EXPECT_EQ(book.Commit(ImportCase(book.kase, trafficked, {}, book.rules)), "OK");
  EXPECT_EQ(book.kase.risk, "RLHG");
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(24));
}

TEST(Import, ACaseWithoutARiskIsNotOverdueTheMomentItComes) {
  ImportedCase unknown = Record();
  unknown.risk.clear();
  Casebook book;
  EXPECT_EQ(book.Commit(ImportCase(book.kase, unknown, {}, book.rules)), "OK");
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(24));
}

TEST(Import, ASerialIsOneCasesUntilThatIsTakenBackOrErased) {
  Casebook holder;
  EXPECT_EQ(holder.Commit(ImportCase(holder.kase, Record(), {}, holder.rules)), "OK");
  ImportedCase again = Record();
  again.identify.code = "C-2";
  const auto import_again = [&](const Acting& by) {
    again.identify.by = by;
    return ImportCase({}, again, {holder.kase, {}}, holder.rules);
  };
  EXPECT_EQ(ReasonOf(import_again(Officer())), "ALREADY_DONE");
  EXPECT_THAT(RefusalOf(import_again(Officer()).status())->details, Contains(Pair("case", "C-1")));
  // That it is there is told to whoever brings its serial, and which it is only to its own.
  EXPECT_THAT(RefusalOf(import_again(people::OtherOffice()).status())->details,
              ElementsAre(Pair("field", "serial")));
  casework::State& kase = holder.kase;
  kase.erased = true;
  EXPECT_EQ(ReasonOf(import_again(Officer())), "OK");
  kase.erased = false;
  EXPECT_EQ(holder.Do(casework::RevertImport{people::Admin(), "i-1"}), "OK");
  EXPECT_EQ(ReasonOf(import_again(Officer())), "OK");
}

TEST(Import, TakesItsNumberWhereTheHubWouldGiveItToAnother) {
  const auto taken = [](const std::string& serial, uint32_t last) {
    ImportedCase record = Record();
    record.serial = serial;
    Casebook book;
    EXPECT_EQ(book.Commit(ImportCase({}, record, {{}, {last}}, book.rules)), "OK");
    std::vector<std::string> streams;
    for (const Change& change : book.last) {
      const auto* one = std::get_if<casework::serials::Taken>(&change.event);
      if (one != nullptr) streams.push_back(absl::StrCat(change.stream, " ", one->number));
    }
    return absl::StrJoin(streams, ", ");
  };
  const std::string text = "serial-text/CCO/001/004/5/29/40/2026 40";
  EXPECT_EQ(taken("CCO/001/004/5/29/40/2026", 39), text + ", serial/001/004/2026 40");
  EXPECT_EQ(taken("CCO/001/004/5/29/40/2026", 40), text);
  EXPECT_THAT(taken("CCO/001/004/5/29/040/2026", 39), testing::HasSubstr("serial/001/004/2026 40"));
  // Another county's, another form, a slip of the hand: the hub gives no such number.
  for (const char* other : {"CCO/047/004/5/29/40/2026", "40/2026", "CCO/001/004/6/29/40/2026",
                            "CCO/001/004/5/29/40000000/2026", "CCO/001/004/5/29/40/26"}) {
    EXPECT_EQ(taken(other, 0), absl::StrCat(SerialTextStream(other), " 0"));
  }
}

TEST(Import, ASerialIsTheSameHoweverItIsWritten) {
  EXPECT_EQ(SerialTextStream("cco/001/003/5/29/7/2024"),
            SerialTextStream("CCO/001/003/5/29/ 7/2024"));
}

TEST(Import, ARefusedCodeNamesItsField) {
  ImportedCase record = Record();
  record.risk = "HIGH";
  EXPECT_EQ(ReasonOf(ImportCase({}, record, {}, Rules{})), "UNKNOWN_CODE");
}

TEST(Import, AClosedCaseOfItIsTakenBackUnlessItWasWorkedOn) {
  Casebook book;
  ImportedCase closed = Record();
  closed.closure_reason = "COEN";
  closed.closed_at = Noon() - absl::Hours(24);
  EXPECT_EQ(book.Commit(ImportCase(book.kase, closed, {}, book.rules)), "OK");
  const casework::RevertImport revert{people::Admin(), "i-1"};
  Casebook untouched = book;
  EXPECT_EQ(untouched.Do(revert), "OK");
  EXPECT_EQ(book.Do(casework::AddNote{Officer(), Secret()}), "OK");
  EXPECT_EQ(book.Do(revert), "CASE_WORKED_ON");
}

}  // namespace
}  // namespace rufaa::coordination
