#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "domain/base/local_day.h"
#include "tests/domain/casework/case_steps.h"

namespace rufaa::casework {
namespace {

using people::Later;
using people::Noon;
using people::Officer;
using people::Supervisor;

TEST(Closure, NeedsTheFinalVisitAndTheFamilyTold) {
  EXPECT_EQ(InFollowUp().Do(Closure()), "FINAL_VISIT_REQUIRED");
  EXPECT_EQ(ReadyToClose().Do(Closure(false)), "FAMILY_NOT_TOLD");
  EXPECT_EQ(ReadyToClose().Do(Closure()), "OK");
}

TEST(Closure, NeedsAFinalVisitAfterAllElse) {
  Casebook emergency = ReadyToClose();
  EXPECT_EQ(emergency.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_FALSE(emergency.kase.final_visit);
  Casebook again = ReadyToClose();
  EXPECT_EQ(again.Do(StartImplementation{Officer()}), "OK");
  EXPECT_EQ(again.Do(StartFollowUp{Officer()}), "OK");
  EXPECT_EQ(again.Do(Closure()), "FINAL_VISIT_REQUIRED");
  Casebook ready = ReadyToClose();
  EXPECT_EQ(ready.Do(Closure()), "OK");
  EXPECT_EQ(std::get<ClosureRequested>(ready.last[0].event).final_visit_on, LocalDay(Noon()));
}

TEST(Closure, IsRefusedWhileAReferralIsOpen) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Send(SendTo(ShelterAgency(), "R-1"), ShelterAgency()), "OK");
  EXPECT_EQ(book.Do(Closure()), "OPEN_REFERRAL");
  EXPECT_EQ(book.Move("R-1", referral::Cancel{Officer(), "CHILD_MOVED"}), "OK");
  EXPECT_EQ(book.Do(Closure()), "OK");
}

TEST(Closure, IsRefusedWhileACourtDateIsAheadAlsoWhenItWasSetAfterTheRequest) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(Closure()), "OK");
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "COURT_DATE_AHEAD");
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "COURT_CALENDAR"}), "OK");
  EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "OK");
}

TEST(Closure, IsRefusedWhileAnOrderRunsAndNotAfterItsExpiry) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(OrderUntil("OCCR", LocalDay(Noon()) + 30)), "OK");
  EXPECT_EQ(book.Do(Closure()), "ORDER_RUNNING");
  RequestClosure later = Closure();
  later.by = Later(later.by, absl::Hours(24 * 31));
  EXPECT_EQ(book.Do(later), "OK");
}

TEST(Closure, AnOrderHoldsThroughItsLastDay) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(OrderUntil("OCCR", LocalDay(Noon()) + 30)), "OK");
  RequestClosure closure = Closure();
  closure.by = Later(Officer(), absl::Hours(24 * 30));
  EXPECT_EQ(book.Do(closure), "ORDER_RUNNING");
  closure.by = Later(Officer(), absl::Hours(24 * 31));
  EXPECT_EQ(book.Do(closure), "OK");
}

TEST(Closure, WaitsForNoOrderOfAKindThatDoesNotLast) {
  for (const char* kind : {"OREX", "OCCL", "CORR", "OEMV"}) {
    Casebook book = ReadyToClose();
    EXPECT_EQ(book.Do(OrderUntil(kind, std::nullopt)), "OK");
    EXPECT_EQ(book.Do(Closure()), "OK") << kind;
    EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "OK");
    EXPECT_EQ(book.Do(Erase{people::Dpo(), "DPG5/1"}), "OK") << "no court needs the record";
  }
  for (const char* kind : {"OREM", "OPRD", "OGAL"}) {
    Casebook book = ReadyToClose();
    EXPECT_EQ(book.Do(OrderUntil(kind, std::nullopt)), "OK");
    EXPECT_EQ(book.Do(Closure()), "ORDER_RUNNING") << kind;
  }
}

// Removed, its day in court vacated, and brought as far as closure without another.
Casebook NeverPresented() {
  Casebook book = InImplementation();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(book.Do(RecordAssessment{Officer(), true, {}, Secret()}), "OK");
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "COURT_CALENDAR"}), "OK");
  EXPECT_EQ(book.Do(Visit(true)), "OK");
  return book;
}

RequestClosure Gone(std::string reason) {
  return {.by = Officer(), .reason = std::move(reason), .family_told = false};
}

TEST(Closure, OfALostOrDeadChildAsksForNothingThatNobodyCanDo) {
  for (const char* reason : {"COLC", "COCD"}) {
    for (auto make : {RegisteredCase, InAssessment, PlannedCase, InImplementation, InFollowUp}) {
      Casebook book = make();
      EXPECT_NE(book.Do(Gone("COEN")), "OK");
      EXPECT_EQ(book.Do(Gone(reason)), "OK") << reason << " " << Name(book.kase.stage);
      const auto& asked = std::get<ClosureRequested>(book.last[0].event);
      EXPECT_EQ(asked.final_visit_on, absl::CivilDay()) << "no visit is made up";
      EXPECT_FALSE(asked.family_told);
      EXPECT_EQ(book.Do(ApproveClosure{Officer()}), "NOT_PERMITTED");
      EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "OK");
      EXPECT_EQ(book.kase.stage, Stage::kClosed);
    }
  }
}

TEST(Closure, OfAReportThatProvedUnfoundedAsksForNoWorkAndForASecondOfficer) {
  for (auto make : {RegisteredCase, InAssessment, PlannedCase, InFollowUp}) {
    Casebook book = make();
    EXPECT_EQ(book.Do(Gone("NOT_A_CASE")), "OK") << Name(book.kase.stage);
    EXPECT_EQ(book.Do(ApproveClosure{Officer()}), "NOT_PERMITTED");
    EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "OK");
    EXPECT_EQ(std::get<Closed>(book.last[0].event).reason, "NOT_A_CASE");
  }
  Casebook own = RegisteredCase();
  RequestClosure asked = Gone("NOT_A_CASE");
  asked.by = Supervisor();
  EXPECT_EQ(own.Do(asked), "OK");
  EXPECT_EQ(own.Do(ApproveClosure{Supervisor()}), "SELF_APPROVAL");
  Casebook sent = RegisteredCase();
  EXPECT_EQ(sent.Send(SendTo(ShelterAgency(), "R-1"), ShelterAgency()), "OK");
  EXPECT_EQ(sent.Do(Gone("NOT_A_CASE")), "OPEN_REFERRAL");
  EXPECT_EQ(NeverPresented().Do(Gone("NOT_A_CASE")), "COURT_DATE_REQUIRED");
}

TEST(Closure, ForAnotherReasonAsksForWhatFormNineAAsks) {
  EXPECT_EQ(RegisteredCase().Do(Closure()), "FINAL_VISIT_REQUIRED");
  EXPECT_EQ(PlannedCase().Do(Closure()), "FINAL_VISIT_REQUIRED");
  RequestClosure ended = Closure();
  ended.reason = "COEN";
  EXPECT_EQ(InAssessment().Do(ended), "VIEWS_REQUIRED");
}

// It stands in the timeline, and to record it once more would lead nowhere.
TEST(Closure, AFinalVisitBeforeFollowUpIsAskedToStartThat) {
  Casebook book = InImplementation();
  EXPECT_EQ(book.Do(Visit(true)), "OK");
  const Decision refused = Decide(book.kase, Closure(), book.rules);
  EXPECT_EQ(ReasonOf(refused), "FINAL_VISIT_REQUIRED");
  EXPECT_THAT(refused.status().message(), testing::HasSubstr("start that first"));
  EXPECT_EQ(book.Do(StartFollowUp{Officer()}), "OK");
  EXPECT_EQ(book.Do(Closure()), "OK") << "of the same day";
}

TEST(Closure, OfALostChildLeavesNoAgencyAndNoCourtWaiting) {
  Casebook sent = RegisteredCase();
  EXPECT_EQ(sent.Send(SendTo(ShelterAgency(), "R-1"), ShelterAgency()), "OK");
  EXPECT_EQ(sent.Do(Gone("COLC")), "OPEN_REFERRAL");
  Casebook dated = RegisteredCase();
  EXPECT_EQ(dated.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  EXPECT_EQ(dated.Do(Gone("COLC")), "COURT_DATE_AHEAD");
  Casebook held = RegisteredCase();
  EXPECT_EQ(held.Do(OrderUntil("OCCR", LocalDay(Noon()) + 30)), "OK");
  EXPECT_EQ(held.Do(Gone("COLC")), "ORDER_RUNNING");
  EXPECT_EQ(NeverPresented().Do(Gone("COLC")), "COURT_DATE_REQUIRED");
}

TEST(Closure, IsOfferedInEveryActiveStageOnceNothingIsOpen) {
  const auto offered = [](const Casebook& book) {
    const std::vector<Verb> verbs = AllowedActions(book.kase, Officer());
    return std::find(verbs.begin(), verbs.end(), Verb::kRequestClosure) != verbs.end();
  };
  EXPECT_FALSE(offered(IdentifiedCase())) << "it is screened out";
  EXPECT_TRUE(offered(RegisteredCase()));
  EXPECT_TRUE(offered(PlannedCase()));
  Casebook dated = RegisteredCase();
  EXPECT_EQ(dated.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  EXPECT_FALSE(offered(dated));
}

TEST(Closure, IsApprovedBySomebodyElseWhoMay) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "CLOSURE_NOT_REQUESTED");
  RequestClosure own = Closure();
  own.by = Supervisor();
  EXPECT_EQ(book.Do(own), "OK");
  EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "SELF_APPROVAL");
  EXPECT_EQ(book.Do(ApproveClosure{Colleague()}), "NOT_PERMITTED");
  Acting other = Supervisor();
  other.person = "p-other-supervisor";
  EXPECT_EQ(book.Do(ApproveClosure{other}), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kClosed);
}

TEST(Closure, RefusedByTheApproverCanBeAskedAgain) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(Closure()), "OK");
  EXPECT_EQ(book.Do(Closure()), "ALREADY_DONE");
  EXPECT_EQ(book.Do(RefuseClosure{Supervisor(), "VISIT_AGAIN"}), "OK");
  EXPECT_EQ(book.Do(Closure()), "OK");
}

TEST(Closure, IsRefusedForAReasonOutOfTheList) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(Closure()), "OK");
  EXPECT_EQ(book.Do(RefuseClosure{Supervisor(), "visit again"}), "UNKNOWN_CODE");
  EXPECT_EQ(book.Do(RefuseClosure{Supervisor(), {}}), "REASON_REQUIRED");
  EXPECT_EQ(book.Do(RefuseClosure{Supervisor(), "OTHER"}), "REASON_REQUIRED");
  EXPECT_EQ(book.Do(RefuseClosure{Supervisor(), "OTHER", true}), "OK");
  // One that was refused before there was a list is refused still.
  EXPECT_EQ(book.Do(Closure()), "OK");
  book.kase =
      Evolve(std::move(book.kase), ClosureRefused{.reason = "no", .refused_by = "p-supervisor"});
  EXPECT_TRUE(book.kase.closure_requested_by.empty());
}

TEST(Closure, AskedForBeforeAnEmergencyIsForgotten) {
  Casebook book = ReadyToClose();
  EXPECT_EQ(book.Do(Closure()), "OK");
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_TRUE(book.kase.closure_requested_by.empty());
}

TEST(Closure, OfARemovedChildWaitsUntilItWasBeforeTheCourt) {
  Casebook book = NeverPresented();
  EXPECT_EQ(book.Do(Closure()), "COURT_DATE_REQUIRED");
  EXPECT_EQ(book.Do(DateAt(Noon())), "OK");
  EXPECT_EQ(book.Do(Closure()), "COURT_DATE_AHEAD");
  EXPECT_EQ(book.Do(AttendCourt{Officer(), "m1", "CRCT", false, {}}), "OK");
  EXPECT_EQ(book.Do(Closure()), "OK");
}

TEST(Closure, AskedForBeforeThatWasAGuardIsNotApproved) {
  State state = ReadyToClose().kase;
  state.closure_requested_by = "p-officer";
  state.closure_reason = "CORE";
  state.court_deadline = Deadline{std::string(clock::kToCourt), Noon()};
  const ApproveClosure approve{Supervisor()};
  EXPECT_EQ(ReasonOf(Decide(state, approve, Rules{})), "COURT_DATE_REQUIRED");
  state.closure_reason = "COCD";
  EXPECT_EQ(ReasonOf(Decide(state, approve, Rules{})), "OK");
}

TEST(Closure, OfAChildThatDiedWaitsForNoCourt) {
  Casebook book = NeverPresented();
  RequestClosure died = Closure();
  died.reason = "COCD";
  EXPECT_EQ(book.Do(died), "OK");
  EXPECT_EQ(book.Do(ApproveClosure{Supervisor()}), "OK");
  EXPECT_FALSE(book.kase.deadline);
}

TEST(Closure, OfAChildThatDiedComesAfterTheEndOfItsOrders) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(OrderUntil("OCCR", LocalDay(Noon()) + 30)), "OK");
  EXPECT_EQ(book.Do(Gone("COCD")), "ORDER_RUNNING");
  EXPECT_EQ(book.Do(EndOrder{Officer(), "o1", ""}), "REASON_REQUIRED");
  EXPECT_EQ(book.Do(EndOrder{Officer(), "o1", "COCD"}), "UNKNOWN_CODE") << "why a case is closed";
  EXPECT_EQ(book.Do(EndOrder{Officer(), "o1", "CHILD_DIED"}), "OK");
  EXPECT_EQ(book.Do(Gone("COCD")), "OK");
}

}  // namespace
}  // namespace rufaa::casework
