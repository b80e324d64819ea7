// Cases that nobody works on any more: found to repeat another, screened out, erased.
#include <gtest/gtest.h>

#include "tests/domain/casework/case_steps.h"

namespace rufaa::casework {
namespace {

using people::Dpo;
using people::Later;
using people::Noon;
using people::Officer;

TEST(Erasure, IsForTheDataProtectionOfficerOnAuthorityAndNotWhileACourtNeedsTheRecord) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Erase{Officer(), "DPG5/1"}), "NOT_PERMITTED");
  EXPECT_EQ(book.Do(Erase{Dpo(), ""}), "MALFORMED");
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "LEGAL_HOLD");
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "COURT_CALENDAR"}), "OK");
  EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "OK");
  EXPECT_EQ(book.Do(AddNote{Officer(), Secret()}), "ERASED");
  EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "ALREADY_DONE");
}

TEST(Erasure, LeavesNoAgencyWithAReferralOfNobody) {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "OPEN_REFERRAL");
  EXPECT_EQ(book.Move("R-1", referral::Accept{people::Shelter(), {}, {}, {}, false}), "OK");
  EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "OPEN_REFERRAL");
  EXPECT_EQ(book.Move("R-1", referral::Decline{people::Shelter(), "UNSAFE_HERE", {}}), "OK");
  EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "OK");
}

TEST(Erasure, OfACaseAtWorkEndsItsClock) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "OK");
  EXPECT_FALSE(book.kase.deadline);
}

TEST(Duplicate, IsNotDecidedWhileACourtWaitsAndTakesPastDatesWithIt) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "C-2", true}), "OK");
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  DecideDuplicate decide{Officer(), "C-2", true, true};
  EXPECT_EQ(book.Do(decide), "COURT_DATE_AHEAD");
  decide.by = Later(Officer(), absl::Hours(72));
  EXPECT_EQ(book.Do(decide), "OK");
  EXPECT_TRUE(book.kase.court_dates.empty());
}

TEST(Duplicate, IsNotDecidedWhileARemovedChildIsToComeBeforeTheCourt) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "C-2", true}), "OK");
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.Do(Register{Officer(), "s", {}, {}}), "OK");
  DecideDuplicate decide{Later(Officer(), absl::Hours(48)), "C-2", true, true};
  EXPECT_EQ(book.Do(decide), "COURT_DATE_AHEAD") << "its day is over, and nobody says how";
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "COURT_CALENDAR"}), "OK");
  EXPECT_EQ(book.Do(decide), "COURT_DATE_REQUIRED");
}

TEST(SetAside, NothingIsWhileAnOrderRuns) {
  const MakeOrder order = OrderUntil("OREM", std::nullopt);
  Casebook report = IdentifiedCase();
  EXPECT_EQ(report.Do(order), "OK");
  const ScreenOut out{Officer(), "NOT_A_CHILD", {}};
  EXPECT_EQ(report.Do(out), "ORDER_RUNNING");
  EXPECT_EQ(report.Do(EndOrder{Officer(), "o1", "REVOKED"}), "OK");
  EXPECT_EQ(report.Do(out), "OK");
  Casebook repeated = RegisteredCase();
  EXPECT_EQ(repeated.Do(FlagDuplicate{Officer(), "C-2", true}), "OK");
  EXPECT_EQ(repeated.Do(order), "OK");
  EXPECT_EQ(repeated.Do(DecideDuplicate{Officer(), "C-2", true, true}), "ORDER_RUNNING");
}

TEST(SetAside, AReportIsOnceItsChildDiedAndWhatTheCourtOrderedForItHasEnded) {
  Casebook report = IdentifiedCase();
  EXPECT_EQ(report.Do(OrderUntil("OREM", std::nullopt)), "OK");
  const ScreenOut died{Officer(), "CHILD_DIED", {}};
  EXPECT_EQ(report.Do(died), "ORDER_RUNNING");
  EXPECT_EQ(report.Do(EndOrder{Officer(), "o1", "CHILD_DIED"}), "OK");
  EXPECT_EQ(report.Do(died), "OK");
  EXPECT_EQ(std::get<ScreenedOut>(report.last[0].event).reason, "CHILD_DIED");
}

// A log from before that was refused.
TEST(SetAside, AnOrderThatRanOnCanBeEndedAndTheChildErased) {
  for (const Stage aside : {Stage::kScreenedOut, Stage::kDuplicate}) {
    Casebook book = RegisteredCase();
    EXPECT_EQ(book.Do(OrderUntil("OREM", std::nullopt)), "OK");
    book.kase.stage = aside;
    EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "LEGAL_HOLD");
    EXPECT_EQ(book.Do(EndOrder{Officer(), "o1", "REVOKED"}), "OK");
    EXPECT_EQ(book.Do(Erase{Dpo(), "DPG5/1"}), "OK");
  }
}

TEST(Duplicate, IsOneOnlyOfACaseThatStands) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "C-2", true}), "OK");
  EXPECT_EQ(book.Do(DecideDuplicate{Officer(), "C-2", true, false}), "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(book.Do(DecideDuplicate{Officer(), "C-2", false, false}), "OK");
  State other = ClosedCase().kase;
  EXPECT_TRUE(Stands(other));
  EXPECT_TRUE(Stands(IdentifiedCase().kase));
  for (const Stage aside :
       {Stage::kAbsent, Stage::kScreenedOut, Stage::kReverted, Stage::kDuplicate}) {
    other.stage = aside;
    EXPECT_FALSE(Stands(other)) << Name(aside);
  }
  other = ClosedCase().kase;
  other.erased = true;
  EXPECT_FALSE(Stands(other));
}

// Its child would be left without a case.
TEST(SetAside, WhatAnotherCaseWasFoundToRepeatIsNot) {
  const ScreenOut out{Officer(), "NOT_A_CHILD", {}, true};
  EXPECT_EQ(IdentifiedCase().Do(out), "NOT_ALLOWED_IN_STATE");
  Identify listed = Report(Officer());
  listed.import_id = "list-1";
  Casebook imported = IdentifiedCase(listed);
  imported.kase = Evolve(std::move(imported.kase), Imported{"list-1", 1, {}});
  EXPECT_EQ(imported.Do(RevertImport{Officer(), "list-1", true}), "CASE_WORKED_ON");
  EXPECT_EQ(imported.Do(RevertImport{Officer(), "list-1"}), "OK");
}

// A flag that nobody could confirm would stand for ever.
TEST(Duplicate, IsFlaggedOnlyWhereItCouldBeDecidedToBeOne) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "C-2", false}), "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "", true}), "MALFORMED");
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), book.kase.code, false}), "MALFORMED");
  EXPECT_EQ(IdentifiedCase().Do(FlagDuplicate{Officer(), "C-2", true}), "OK");
  EXPECT_EQ(InAssessment().Do(FlagDuplicate{Officer(), "C-2", true}), "NOT_ALLOWED_IN_STATE");
}

// Else the child would count twice for ever.
TEST(Duplicate, OfTwoThatWereBothWorkedOnOneIsClosedAndGoesOnInTheOther) {
  Casebook book = ClosedCase();
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "C-2", true}), "OK");
  EXPECT_EQ(book.Do(DecideDuplicate{Officer(), "C-2", true, true}), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kDuplicate);
}

TEST(Duplicate, APersonDecidesWhatWasFlagged) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(DecideDuplicate{Officer(), "C-2", true, true}), "NO_SUCH_PART");
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "C-2", true}), "OK");
  EXPECT_EQ(book.Do(FlagDuplicate{Officer(), "C-2", true}), "ALREADY_DONE");
  Casebook other = book;
  EXPECT_EQ(book.Do(DecideDuplicate{Officer(), "C-2", true, true}), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kDuplicate);
  EXPECT_EQ(book.kase.same_as, "C-2");
  EXPECT_EQ(other.Do(DecideDuplicate{Officer(), "C-2", false, true}), "OK");
  EXPECT_EQ(other.kase.stage, Stage::kRegistered);
  EXPECT_EQ(other.kase.same_as, "");
}

// A list brings cases that are closed and flagged: undecided, their children would count twice.
TEST(Duplicate, AClosedCaseMayBeOne) {
  Casebook book = ClosedCase();
  book.kase = Evolve(std::move(book.kase), DuplicateFlagged{"C-2", "list-1"});
  Casebook reopened = book;
  EXPECT_EQ(book.Do(DecideDuplicate{Officer(), "C-2", true, true}), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kDuplicate);
  EXPECT_EQ(book.kase.same_as, "C-2");
  EXPECT_EQ(book.Do(Reopen{Officer(), "RELAPSE"}), "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(reopened.Do(Reopen{Officer(), "RELAPSE"}), "OK");
  EXPECT_EQ(reopened.Do(DecideDuplicate{Officer(), "C-2", true, true}), "NOT_ALLOWED_IN_STATE");
}

}  // namespace
}  // namespace rufaa::casework
