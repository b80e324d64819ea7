#include <gtest/gtest.h>

#include "domain/base/local_day.h"
#include "tests/domain/casework/case_steps.h"

namespace rufaa::casework {
namespace {

using people::Chv;
using people::Noon;
using people::Officer;
using people::OtherOffice;
using people::Shelter;
using people::Supervisor;

TEST(Case, AnyoneOfTheFieldMayIdentifyAndTheChildrensOfficeIsNext) {
  const Casebook book = IdentifiedCase();
  EXPECT_EQ(book.kase.stage, Stage::kIdentified);
  EXPECT_EQ(book.kase.owner_agency, "a-kisauni");
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(24));
}

TEST(Case, AnAuditorIdentifiesNobody) {
  EXPECT_EQ(Casebook{}.Do(Report(people::Auditor())), "NOT_PERMITTED");
}

TEST(Case, AReportNamesKnownCodesOnly) {
  Identify report = Report();
  report.categories[0].category = "XXXX";
  EXPECT_EQ(Casebook{}.Do(report), "UNKNOWN_CODE");
}

TEST(Case, AReportFromAPhoneThatRunsAheadIsRefusedAndOneDaysLateIsTaken) {
  Identify report = Report();
  report.by.occurred_at = report.by.now + absl::Hours(24);
  EXPECT_EQ(Casebook{}.Do(report), "IN_FUTURE");
  report.by.occurred_at = report.by.now - absl::Hours(24);
  EXPECT_EQ(Casebook{}.Do(report), "OK");
}

// Its age and every clock would be reckoned from then.
TEST(Case, AReportFromAPhoneThatLostItsYearIsRefusedAndOneWeeksLateIsTaken) {
  Identify report = Report();
  report.by.occurred_at = report.by.now - absl::Hours(24 * 181);
  EXPECT_EQ(Casebook{}.Do(report), "TOO_LONG_AGO");
  report.by.occurred_at = absl::FromCivil(absl::CivilDay(2019, 1, 1), absl::UTCTimeZone());
  EXPECT_EQ(Casebook{}.Do(report), "TOO_LONG_AGO");
  report.by.from_list = true;
  EXPECT_EQ(Casebook{}.Do(report), "OK") << "a list tells of what was";
  report.by = people::Chv();
  report.by.occurred_at = report.by.now - absl::Hours(24 * 179);
  EXPECT_EQ(Casebook{}.Do(report), "OK");
}

TEST(Case, AnotherChildrensOfficeDoesNotKnowOfIt) {
  EXPECT_EQ(IdentifiedCase().Do(Register{OtherOffice(), "s", {}, {}}), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Case, TheOneWhoIdentifiedMayNotRegister) {
  EXPECT_EQ(IdentifiedCase().Do(Register{Chv(), "s", {}, {}}), "NOT_PERMITTED");
}

TEST(Case, ScreeningOutNeedsAReason) {
  EXPECT_EQ(IdentifiedCase().Do(ScreenOut{Officer(), "", {}}), "REASON_REQUIRED");
  EXPECT_EQ(IdentifiedCase().Do(ScreenOut{Officer(), "NOT_A_CHILD", {}}), "OK");
}

TEST(Case, NothingIsAllegedOfADayThatIsStillToCome) {
  const absl::CivilDay today = LocalDay(Noon());
  Identify report = Report();
  report.categories[0].event_on = today + 1;
  EXPECT_EQ(Casebook{}.Do(report), "IN_FUTURE");
  CorrectDetails correction{};
  correction.by = Officer();
  correction.reason = "told by the child";
  correction.categories = {{"CSTC", {}, {}, today + 1}};
  EXPECT_EQ(RegisteredCase().Do(correction), "IN_FUTURE");
  correction.categories[0].event_on = today;
  EXPECT_EQ(RegisteredCase().Do(correction), "OK");
}

// A mistyped year: nobody would find the case by what it tells.
TEST(Case, NothingIsAllegedOfADayBeforeTheChildWasBorn) {
  const absl::CivilDay today = LocalDay(Noon());
  Identify report = Report();
  report.birth_year = static_cast<uint32_t>(today.year() - 9);
  report.categories[0].event_on = absl::CivilDay(today.year() - 11, 12, 31);
  EXPECT_EQ(Casebook{}.Do(report), "MALFORMED");
  report.categories[0].event_on = absl::CivilDay(today.year() - 9, 1, 1);
  Casebook book;
  EXPECT_EQ(book.Do(report), "OK");
  CorrectDetails correction{};
  correction.by = Officer();
  correction.reason = "told by the child";
  correction.categories = {{"CSTC", {}, {}, absl::CivilDay(today.year() - 11, 12, 31)}};
  EXPECT_EQ(book.Do(correction), "MALFORMED");
  correction.birth_year = static_cast<uint32_t>(today.year() - 12);
  EXPECT_EQ(book.Do(correction), "OK") << "the year of birth is put right with it";
}

TEST(Case, AYearOfBirthThatIsStillToComeIsRefusedAndWhereItStandsPutRight) {
  const auto year = static_cast<uint32_t>(LocalDay(Noon()).year());
  Identify report = Report();
  report.birth_year = year + 36;
  EXPECT_EQ(Casebook{}.Do(report), "IN_FUTURE");
  CorrectDetails correction{};
  correction.by = Officer();
  correction.reason = "mistyped";
  correction.birth_year = year + 36;
  EXPECT_EQ(RegisteredCase().Do(correction), "IN_FUTURE");
  // As programs of before took it.
  Casebook book = RegisteredCase();
  book.kase.birth_year = year + 36;
  correction.birth_year = year - 14;
  EXPECT_EQ(book.Do(correction), "OK");
}

TEST(Case, WhatIsScreenedOutLeavesNobodyWaiting) {
  const ScreenOut out{Officer(), "NOT_A_CHILD", {}};
  Casebook dated = IdentifiedCase();
  EXPECT_EQ(dated.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  EXPECT_EQ(dated.Do(out), "COURT_DATE_AHEAD");
  Casebook referred = IdentifiedCase();
  const directory::Agency hospital = AgencyOf(people::Hospital());
  EXPECT_EQ(referred.Send(SendTo(hospital, "R-1", "RMTX"), hospital, "RMTX"), "OK");
  EXPECT_EQ(referred.Do(out), "OPEN_REFERRAL");
}

TEST(Case, IsReassignedByTheSupervisorToSomebodyElse) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Reassign{Officer(), "p-colleague", {}}), "NOT_PERMITTED");
  EXPECT_EQ(book.Do(Reassign{Supervisor(), book.kase.owner_person, {}}), "ALREADY_DONE");
  EXPECT_EQ(book.Do(Reassign{Supervisor(), "p-colleague", {}}), "OK");
  EXPECT_EQ(book.kase.owner_person, "p-colleague");
}

TEST(Case, ThePlanNeedsTheChildsViews) {
  Casebook book = InAssessment();
  const DraftPlan plan{Officer(), LocalDay(Noon()) + 30};
  EXPECT_EQ(book.Do(plan), "VIEWS_REQUIRED");
  EXPECT_EQ(book.Do(RecordAssessment{Officer(), false, {}, Secret()}), "OK");
  EXPECT_EQ(book.Do(plan), "VIEWS_REQUIRED");
  EXPECT_EQ(book.Do(RecordAssessment{Officer(), true, {}, Secret()}), "OK");
  EXPECT_EQ(book.Do(plan), "OK");
}

TEST(Case, APlansReviewIsNotOfAYearThatWasMistyped) {
  Casebook book = InAssessment();
  EXPECT_EQ(book.Do(RecordAssessment{Officer(), true, {}, Secret()}), "OK");
  EXPECT_EQ(book.Do(DraftPlan{Officer(), absl::CivilDay(2062, 6, 1)}), "MALFORMED");
  EXPECT_EQ(book.Do(DraftPlan{Officer(), absl::CivilDay(2028, 3, 1)}), "OK");
}

TEST(Case, APlansReviewHasAllOfItsDay) {
  Casebook book = InAssessment();
  EXPECT_EQ(book.Do(RecordAssessment{Officer(), true, {}, Secret()}), "OK");
  EXPECT_EQ(book.Do(DraftPlan{Officer(), absl::CivilDay(2026, 3, 31)}), "OK");
  EXPECT_EQ(book.kase.deadline->due,
            absl::FromCivil(absl::CivilDay(2026, 4, 1), absl::FixedTimeZone(3 * 60 * 60)));
}

TEST(Case, APlansReviewIsKeptWhenItIsCarriedOutUnlessTheClocksIsSooner) {
  const absl::Time by_clock = ClockTable::Builtin().Due(clock::kReview, Noon());
  for (const int days : {30, 300}) {
    Casebook book = InAssessment();
    EXPECT_EQ(book.Do(RecordAssessment{Officer(), true, {}, Secret()}), "OK");
    EXPECT_EQ(book.Do(DraftPlan{Officer(), LocalDay(Noon()) + days}), "OK");
    EXPECT_EQ(book.Do(ApprovePlan{Supervisor()}), "OK");
    EXPECT_EQ(book.Do(StartImplementation{Officer()}), "OK");
    const absl::Time by_plan = StartOfLocalDay(LocalDay(Noon()) + days + 1);
    EXPECT_EQ(book.kase.deadline->due, days == 30 ? by_plan : by_clock);
  }
}

TEST(Case, ThePlanIsApprovedByAnotherOfficerWhoMay) {
  Casebook book = PlannedCase();
  EXPECT_EQ(book.Do(StartImplementation{Officer()}), "APPROVAL_REQUIRED");
  EXPECT_EQ(book.Do(ApprovePlan{Colleague()}), "NOT_PERMITTED");
  Acting promoted = Officer();
  promoted.role = Role::kSupervisor;
  EXPECT_EQ(book.Do(ApprovePlan{promoted}), "SELF_APPROVAL");
  EXPECT_EQ(book.Do(ApprovePlan{Supervisor()}), "OK");
  EXPECT_EQ(book.Do(StartImplementation{Officer()}), "OK");
}

TEST(Case, FollowUpWaitsForANeedThatWasNeverReferred) {
  Casebook book = InImplementation();
  EXPECT_EQ(book.Do(OpenNeed{Officer(), "n9", "RMPC", Urgency::kNormal}), "OK");
  EXPECT_EQ(book.Do(StartFollowUp{Officer()}), "REFERRAL_REQUIRED");
  EXPECT_EQ(book.Do(WithdrawNeed{Officer(), "n9", "NEED_MET_ELSEWHERE"}), "OK");
  EXPECT_EQ(book.Do(StartFollowUp{Officer()}), "OK");
}

TEST(Case, LeavingFollowUpNeedsAVisitSinceItBegan) {
  Casebook book = InImplementation();
  EXPECT_EQ(book.Do(Visit()), "OK");  // Before it began: does not count.
  EXPECT_EQ(book.Do(StartFollowUp{Officer()}), "OK");
  EXPECT_EQ(book.Do(StartImplementation{Officer()}), "VISIT_REQUIRED");
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "VISIT_REQUIRED");
  EXPECT_EQ(book.Do(Visit()), "OK");
  EXPECT_EQ(book.Do(StartImplementation{Officer()}), "OK");
}

TEST(Case, TheNextVisitIsDueFromTheDayOfTheLastOneWheneverThatIsWrittenDown) {
  Casebook book = InFollowUp();
  RecordVisit visit = Visit();
  visit.by = people::Later(visit.by, absl::Hours(24 * 30));
  visit.on = absl::CivilDay(2026, 3, 13);
  EXPECT_EQ(book.Do(visit), "OK");
  const absl::Time due = StartOfLocalDay(absl::CivilDay(2026, 4, 13));
  EXPECT_EQ(book.kase.deadline->due, due);
  visit.on = absl::CivilDay(2026, 3, 9);
  EXPECT_EQ(book.Do(visit), "OK");
  EXPECT_EQ(book.kase.deadline->due, due) << "an older visit moves nothing";
  visit.on = LocalDay(visit.by.occurred_at);
  EXPECT_EQ(book.Do(visit), "OK");
  EXPECT_EQ(book.kase.deadline->due,
            ClockTable::Builtin().Due(clock::kFollowUpVisit, visit.by.occurred_at));
}

TEST(Case, AVisitMadeBeforeFollowUpBeganDoesNotCountWhenItIsWrittenDownSince) {
  Casebook book = InImplementation();
  EXPECT_EQ(book.Do(StartFollowUp{Officer()}), "OK");
  const auto deadline = book.kase.deadline;
  RecordVisit before = Visit(true);
  before.on = LocalDay(Noon()) - 1;
  EXPECT_EQ(book.Do(before), "OK");
  EXPECT_EQ(book.kase.deadline, deadline);
  EXPECT_EQ(book.Do(StartImplementation{Officer()}), "VISIT_REQUIRED");
  EXPECT_EQ(book.Do(Closure()), "FINAL_VISIT_REQUIRED");
  EXPECT_EQ(book.Do(Visit(true)), "OK");
  EXPECT_EQ(book.Do(before), "OK");
  EXPECT_EQ(book.Do(Closure()), "OK") << "the other one still stands";
  EXPECT_EQ(book.Do(StartImplementation{Officer()}), "OK");
}

TEST(Case, InALogThatDoesNotTellWhenFollowUpBeganEveryVisitCounts) {
  State state = InImplementation().kase;
  state = Evolve(std::move(state), FollowUpStarted{Noon(), {}});
  EXPECT_FALSE(state.visited);
  state = Evolve(std::move(state),
                 VisitRecorded{LocalDay(Noon()) - 1, {}, false, "p-officer", Noon(), {}});
  EXPECT_TRUE(state.visited);
}

TEST(Case, IsReopenedByANewEventIntoAssessmentWithNothingTakenForGranted) {
  Casebook book = ClosedCase();
  EXPECT_EQ(book.Do(Reopen{Officer(), ""}), "REASON_REQUIRED");
  EXPECT_EQ(book.Do(Reopen{Officer(), "RELAPSE"}), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kAssessment);
  EXPECT_EQ(book.Do(DraftPlan{Officer(), LocalDay(Noon()) + 30}), "VIEWS_REQUIRED");
}

TEST(Case, ServiceSessionsMayBeRecordedByAHelpingAgencyAndNotByAPendingOne) {
  Casebook book = ReferredCase();
  const RecordSession session{Shelter(), "n1", "PCNS", {}, 1, LocalDay(Noon()), {}, {}};
  EXPECT_EQ(book.Do(session), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(book.Move("R-1", referral::Accept{Shelter(), {}, {}, {}, false}), "OK");
  EXPECT_EQ(book.Do(session), "OK");
  RecordSession next = session;
  next.number = 0;
  EXPECT_EQ(book.Do(next), "OK");
  EXPECT_EQ(std::get<ServiceSession>(book.last.front().event).number, 2u);
  next.service = "LEGA";
  EXPECT_EQ(book.Do(next), "OK");
  EXPECT_EQ(std::get<ServiceSession>(book.last.front().event).number, 1u);
  RecordSession tomorrow = session;
  tomorrow.on = LocalDay(Noon()) + 1;
  EXPECT_EQ(book.Do(tomorrow), "IN_FUTURE");
}

TEST(Case, WhatIsGivenAsACodeIsOneOfItsList) {
  Casebook book = RegisteredCase();
  RecordSession session{Officer(), {}, "PCNS", {}, 1, LocalDay(Noon()), "GREAT", {}};
  EXPECT_EQ(book.Do(session), "MALFORMED");
  session.behaviour_change = "WORSE";
  EXPECT_EQ(book.Do(session), "OK");
  session.service = "FOO";
  EXPECT_EQ(book.Do(session), "UNKNOWN_CODE");
  EXPECT_EQ(book.Do(OpenNeed{Officer(), "n1", "RMPC", Urgency::kNormal}), "OK");
  EXPECT_EQ(book.Do(WithdrawNeed{Officer(), "n1", "FOO"}), "UNKNOWN_CODE");
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "FOO"}), "UNKNOWN_CODE");
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(book.Do(DeclineTransfer{people::OtherOffice(), "FOO"}), "UNKNOWN_CODE");
}

TEST(Case, NothingWasDoneForAChildBeforeItWasBorn) {
  Identify report = Report();
  report.birth_year = 2012;
  Casebook book = IdentifiedCase(report);
  EXPECT_EQ(book.Do(Register{Officer(), "s", {}, {}}), "OK");
  RecordVisit visit = Visit();
  visit.on = absl::CivilDay(1990, 12, 5);
  EXPECT_EQ(book.Do(visit), "MALFORMED");
  visit.on = absl::CivilDay(2011, 12, 5);
  EXPECT_EQ(book.Do(visit), "OK") << "of an age the year may be one off";
  MakeOrder order = OrderUntil("OREM", std::nullopt);
  order.made_on = absl::CivilDay(2010, 1, 1);
  EXPECT_EQ(book.Do(order), "MALFORMED");
  CorrectDetails told{};
  told.by = Officer();
  told.reason = "told by the child";
  told.exposure_at = StartOfLocalDay(absl::CivilDay(206, 11, 1));
  EXPECT_EQ(book.Do(told), "MALFORMED");
  EXPECT_EQ(RegisteredCase().Do(told), "MALFORMED") << "whenever it was born";
  told.exposure_at = StartOfLocalDay(absl::CivilDay(2013, 11, 1));
  EXPECT_EQ(book.Do(told), "OK") << "told years later";
}

TEST(Case, NobodyIsReportedWhoWasBornLongerAgoThanAnybodyLives) {
  Identify report = Report();
  report.birth_year = 1206;
  EXPECT_EQ(Casebook{}.Do(report), "MALFORMED");
  report.birth_year = 1950;
  EXPECT_EQ(Casebook{}.Do(report), "OK") << "no child: an officer says so";
}

TEST(Need, IsMetOrWithdrawnOnce) {
  Casebook book = RegisteredCase();
  for (const char* need : {"n1", "n2"}) {
    EXPECT_EQ(book.Do(OpenNeed{people::Officer(), need, "RMTS", Urgency::kUrgent}), "OK");
  }
  EXPECT_EQ(book.Do(MeetNeed{people::Officer(), "n1", {}}), "OK");
  EXPECT_EQ(book.Do(MeetNeed{people::Officer(), "n1", {}}), "ALREADY_DONE");
  EXPECT_EQ(book.Do(WithdrawNeed{people::Officer(), "n1", "NEED_MET_ELSEWHERE"}), "ALREADY_DONE");
  EXPECT_EQ(book.Do(WithdrawNeed{people::Officer(), "n2", "NEED_MET_ELSEWHERE"}), "OK");
  EXPECT_EQ(book.Do(MeetNeed{people::Officer(), "n2", {}}), "ALREADY_DONE");
  EXPECT_EQ(book.Do(MeetNeed{people::Officer(), "n3", {}}), "NO_SUCH_PART");
}

}  // namespace
}  // namespace rufaa::casework
