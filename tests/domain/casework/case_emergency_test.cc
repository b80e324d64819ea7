// A child removed to safety, until it was before the court and after.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "tests/domain/casework/case_steps.h"

namespace rufaa::casework {
namespace {

using people::Noon;
using people::Officer;
using testing::Contains;
using testing::Not;

// The child is moved once more, and another matter is opened for that.
DeclareEmergency MovedAgain(absl::Duration at, absl::Duration court_at) {
  DeclareEmergency again = Emergency("RESCUE_CENTRE");
  again.by = people::Later(again.by, at);
  again.removed_at = again.by.occurred_at;
  again.matter = "m2";
  again.court_at = Noon() + court_at;
  return again;
}

// Registered while the child's day in court, twenty hours after noon, is still ahead.
Casebook RemovedAndRegistered() {
  Casebook book = IdentifiedCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.Do(Register{Officer(), "s", {}, {}}), "OK");
  return book;
}

TEST(Case, APoliceStationIsNeverAPlaceOfSafety) {
  for (const char* place :
       {"POLICE_STATION", "CHILD_PROTECTION_UNIT", "REMAND_HOME", "REHABILITATION_SCHOOL"}) {
    EXPECT_EQ(RegisteredCase().Do(Emergency(place)), "POLICE_STATION_NOT_SAFE") << place;
  }
  DeclareEmergency at_police = Emergency("SAFE_HOUSE");
  at_police.place_agency_kind = "POLICE";
  EXPECT_EQ(RegisteredCase().Do(at_police), "POLICE_STATION_NOT_SAFE");
}

TEST(Case, AnEmergencyNeedsAPlaceOfSafetyAndACourtDate) {
  EXPECT_EQ(RegisteredCase().Do(Emergency("")), "PLACE_OF_SAFETY_REQUIRED");
  EXPECT_EQ(RegisteredCase().Do(Emergency("HOME")), "PLACE_OF_SAFETY_REQUIRED");
  DeclareEmergency undated = Emergency("RESCUE_CENTRE");
  undated.session.clear();
  EXPECT_EQ(RegisteredCase().Do(undated), "COURT_DATE_REQUIRED");
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("RESCUE_CENTRE")), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kEmergency);
  EXPECT_EQ(book.kase.risk, "RLHG");
  EXPECT_TRUE(book.kase.court_dates.contains("m1"));
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(70));
}

TEST(Case, AChildIsNotToldToHaveBeenRemovedInAYearThatWasMistyped) {
  DeclareEmergency emergency = Emergency("RESCUE_CENTRE");
  emergency.removed_at = Noon() - absl::Hours(24 * 181);
  EXPECT_EQ(RegisteredCase().Do(emergency), "TOO_LONG_AGO");
  emergency.removed_at = Noon() + absl::Hours(1);
  EXPECT_EQ(RegisteredCase().Do(emergency), "IN_FUTURE");
  emergency.removed_at = Noon() - absl::Hours(24 * 30);
  EXPECT_EQ(RegisteredCase().Do(emergency), "OK");
}

TEST(Case, WhereTheChildWasBroughtStandsInItUntilItIsMovedOnceMore) {
  Casebook book = RegisteredCase();
  EXPECT_FALSE(book.kase.place.has_value());
  EXPECT_EQ(book.Do(Emergency("RESCUE_CENTRE")), "OK");
  EXPECT_EQ(book.kase.place, (Place{"RESCUE_CENTRE", "a-shelter", Noon() - absl::Hours(2)}));
  EXPECT_EQ(book.Do(Register{Officer(), "s", {}, {}}), "OK");
  DeclareEmergency again = MovedAgain(absl::Hours(3), absl::Hours(30));
  again.place_kind = "HOSPITAL";
  again.place_agency = "a-hospital";
  EXPECT_EQ(book.Do(again), "OK");
  EXPECT_EQ(book.kase.place, (Place{"HOSPITAL", "a-hospital", Noon() + absl::Hours(3)}));
}

TEST(Case, AnEmergencyIsWhereTheClockOfAHighRiskStartsAnew) {
  Casebook book = IdentifiedCase();
  EXPECT_EQ(book.Do(SetRisk{Officer(), "RLHG", {}}), "OK");
  DeclareEmergency emergency = Emergency("RESCUE_CENTRE");
  emergency.by = people::Later(emergency.by, absl::Hours(30));
  emergency.court_at += absl::Hours(30);
  EXPECT_EQ(book.Do(emergency), "OK");
  EXPECT_EQ(book.Do(Register{people::Later(Officer(), absl::Hours(31)), "s", {}, {}}), "OK");
  EXPECT_EQ(book.kase.risk_deadline->due, Noon() + absl::Hours(30 + 24));
}

TEST(Case, InAnEmergencyWhatWasSaidBeforeIsToBeMetAtOnceUntilItIsOver) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(OpenNeed{Officer(), "n1", "RMTX", Urgency::kNormal}), "OK");
  const auto now = [&] { return UrgencyNow(book.kase.needs["n1"].urgency, book.kase.stage); };
  EXPECT_EQ(now(), Urgency::kNormal);
  EXPECT_EQ(book.Do(Emergency("RESCUE_CENTRE")), "OK");
  EXPECT_EQ(now(), Urgency::kEmergency);
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(now(), Urgency::kNormal);
}

TEST(Case, AnEmergencyDoesNotWaitForAPlanToBeApproved) {
  Casebook book = PlannedCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kEmergency);
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(book.Do(DraftPlan{Officer(), LocalDay(Noon()) + 30}), "OK");
  EXPECT_EQ(book.Do(StartImplementation{Officer()}), "APPROVAL_REQUIRED");
}

TEST(Case, AnEmergencyMayRestOnACourtDateSetBeforeIfItIsAhead) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(10))), "OK");
  DeclareEmergency emergency = Emergency("HOSPITAL");
  emergency.session.clear();
  DeclareEmergency late = emergency;
  late.by = people::Later(late.by, absl::Hours(11));
  EXPECT_EQ(book.Do(late), "COURT_DATE_REQUIRED");
  EXPECT_EQ(book.Do(emergency), "OK");
}

TEST(Case, APlaceIsSafeIfTheDirectorySaysSo) {
  DeclareEmergency emergency = Emergency("SAFE_HOUSE");
  emergency.place_is_safe = false;
  EXPECT_EQ(RegisteredCase().Do(emergency), "PLACE_OF_SAFETY_REQUIRED");
}

TEST(Case, TheClockOfARemovedChildRunsUntilItWasBeforeThatCourt) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(book.kase.deadline->rule, clock::kToCourt);
  SetCourtDate other = DateAt(Noon() + absl::Hours(1));
  other.matter = "m2";
  EXPECT_EQ(book.Do(other), "OK");
  const Acting day_after = people::Later(Officer(), absl::Hours(24));
  EXPECT_EQ(book.Do(AttendCourt{day_after, "m2", "CRUL", true, {}}), "OK");
  EXPECT_EQ(book.kase.deadline->rule, clock::kToCourt);
  EXPECT_EQ(book.Do(AttendCourt{day_after, "m1", "CADJ", true, Noon() + absl::Hours(240)}), "OK");
  EXPECT_EQ(book.kase.deadline->rule, clock::kAssess);
}

TEST(Case, AnEmergencyThatWasBeforeTheCourtIsDueByItsRisk) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(DueWhat(book.kase), "bring to court");
  const Acting day_after = people::Later(Officer(), absl::Hours(24));
  EXPECT_EQ(book.Do(AttendCourt{day_after, "m1", "CRUL", true, {}}), "OK");
  ASSERT_TRUE(book.kase.deadline);
  EXPECT_EQ(book.kase.deadline, book.kase.risk_deadline);
  EXPECT_EQ(DueWhat(book.kase), "act");
  EXPECT_EQ(book.Do(SetRisk{day_after, "RLMD", {}}), "OK");
  EXPECT_EQ(book.kase.deadline->due, day_after.now + absl::Hours(72));
  EXPECT_EQ(book.Do(Erase{people::Dpo(), "DPG5/1"}), "OK");
  EXPECT_FALSE(book.kase.deadline);
}

TEST(Case, TheRisksClockStartsWhenARemovedChildWasBeforeTheCourt) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  SetCourtDate other = DateAt(Noon() + absl::Hours(40));
  other.matter = "m2";
  EXPECT_EQ(book.Do(other), "OK");
  const Acting in_time = people::Later(Officer(), absl::Hours(48));
  EXPECT_EQ(book.Do(AttendCourt{in_time, "m2", "CRUL", true, {}}), "OK");
  EXPECT_FALSE(std::get<CourtAttended>(book.last.front().event).act_by) << "in another matter";
  EXPECT_EQ(book.Do(AttendCourt{in_time, "m1", "CRUL", true, {}}), "OK");
  const Deadline from_then{std::string(clock::kRiskHigh), in_time.occurred_at + absl::Hours(24)};
  EXPECT_EQ(book.kase.deadline, from_then);
  EXPECT_EQ(book.Do(Register{in_time, "s", {}, {}}), "OK");
  EXPECT_EQ(book.kase.deadline, from_then);
}

TEST(Case, InALogThatDoesNotTellThatClockItRunsFromWhenTheRiskWasSet) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  const auto set = book.kase.risk_deadline;
  const State presented =
      Evolve(book.kase, CourtAttended{"m1", "CRUL", true, {}, Noon() + absl::Hours(48)});
  EXPECT_EQ(presented.deadline, set);
}

TEST(Case, AnEmergencyIsNotLeftWithoutADateForThatCourt) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "COURT_CALENDAR"}), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "COURT_DATE_REQUIRED");
  SetCourtDate again = DateAt(Noon() + absl::Hours(30));
  again.matter = "m2";
  EXPECT_EQ(book.Do(again), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(book.kase.deadline->rule, clock::kToCourt);
  const Acting then = people::Later(Officer(), absl::Hours(30));
  EXPECT_EQ(book.Do(AttendCourt{then, "m2", "CRUL", true, {}}), "OK");
  EXPECT_EQ(book.kase.deadline->rule, clock::kAssess);
}

TEST(Case, ARemovedChildMayComeBeforeAnotherCourtWhenTheFirstDateIsVacated) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  SetCourtDate other = DateAt(Noon() + absl::Hours(30));
  other.matter = "m2";
  EXPECT_EQ(book.Do(other), "OK");
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "COURT_CALENDAR"}), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(book.kase.deadline->rule, clock::kToCourt);
  const Acting then = people::Later(Officer(), absl::Hours(30));
  EXPECT_EQ(book.Do(AttendCourt{then, "m2", "CRUL", true, {}}), "OK");
  EXPECT_EQ(book.kase.deadline->rule, clock::kAssess);
}

TEST(Case, AChildThatIsMovedOnceMoreIsOwedTheSameDayUntilItWasBeforeACourt) {
  Casebook book = RemovedAndRegistered();
  const std::optional<Deadline> owed = book.kase.court_deadline;
  ASSERT_TRUE(owed);
  EXPECT_EQ(book.Do(MovedAgain(absl::Hours(96), absl::Hours(110))), "OK");
  EXPECT_EQ(book.kase.deadline, owed) << "and it is overdue";
  const Acting heard = people::Later(Officer(), absl::Hours(112));
  EXPECT_EQ(book.Do(AttendCourt{heard, "m2", "CRUL", true, {}}), "OK");
  EXPECT_FALSE(book.kase.court_deadline);
  EXPECT_EQ(book.Do(Register{heard, "s", {}, {}}), "OK");
  DeclareEmergency later = MovedAgain(absl::Hours(200), absl::Hours(220));
  later.matter = "m3";
  EXPECT_EQ(book.Do(later), "OK");
  ASSERT_TRUE(book.kase.court_deadline);
  EXPECT_EQ(book.kase.court_deadline->due, Noon() + absl::Hours(200 + 72));
}

TEST(Case, AChildThatIsMovedOnceMoreIsPresentedWhereItIsHeardFirst) {
  const auto heard_in = [](absl::Duration at, absl::Duration court_at) {
    Casebook book = RemovedAndRegistered();
    EXPECT_EQ(book.Do(MovedAgain(at, court_at)), "OK");
    return book.kase.court_matter;
  };
  EXPECT_EQ(heard_in(absl::Hours(2), absl::Hours(30)), "m1");
  EXPECT_EQ(heard_in(absl::Hours(2), absl::Hours(10)), "m2");
  EXPECT_EQ(heard_in(absl::Hours(25), absl::Hours(30)), "m2") << "the first day is over";
}

TEST(Case, AReportInAnEmergencyGoesNoFurtherBeforeItIsRegistered) {
  Casebook book = IdentifiedCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "REGISTRATION_REQUIRED");
  RequestClosure lost = Closure(false);
  lost.reason = "COLC";
  EXPECT_EQ(book.Do(lost), "REGISTRATION_REQUIRED");
  const auto allowed = [&] { return AllowedActions(book.kase, Officer()); };
  EXPECT_THAT(allowed(), Not(Contains(Verb::kStartAssessment)));
  EXPECT_THAT(allowed(), Contains(Verb::kRegister));
  EXPECT_EQ(book.Do(Register{Officer(), "s", {}, {}}), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(book.Do(MovedAgain(absl::Hours(2), absl::Hours(30))), "OK");
  EXPECT_THAT(allowed(), Contains(Verb::kStartAssessment)) << "it was registered once";
}

// A log from before that was refused.
TEST(Case, AReportThatWentFurtherIsStillClosed) {
  Casebook book = IdentifiedCase();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  book.kase = Evolve(std::move(book.kase), AssessmentStarted{Noon() + absl::Hours(240)});
  EXPECT_EQ(book.Do(VacateCourtDate{Officer(), "m1", "COURT_CALENDAR"}), "OK");
  RequestClosure died = Closure(false);
  died.reason = "COCD";
  EXPECT_EQ(book.Do(died), "OK");
  EXPECT_EQ(book.Do(ApproveClosure{people::Supervisor()}), "OK");
}

}  // namespace
}  // namespace rufaa::casework
