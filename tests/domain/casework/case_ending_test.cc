#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/base/local_day.h"
#include "tests/domain/casework/case_steps.h"

namespace rufaa::casework {
namespace {

using people::Court;
using people::Later;
using people::Noon;
using people::Officer;
using people::OtherOffice;
using people::Supervisor;

TEST(Reopening, AppliesWhatForcesTheRiskAndWasLearntWhileItWasClosed) {
  Casebook book = ClosedCase();
  CorrectDetails correction{};
  correction.by = Officer();
  correction.trafficking = true;
  correction.reason = "told by the child";
  EXPECT_EQ(book.Do(correction), "OK");
  EXPECT_EQ(book.kase.risk, "RLLW") << "a closed case keeps its risk";
  const Acting later = Later(Officer(), absl::Hours(48));
  EXPECT_EQ(book.Do(Reopen{later, "NEW_INFORMATION"}), "OK");
  EXPECT_EQ(book.kase.risk, "RLHG");
  EXPECT_EQ(book.kase.risk_deadline->due, later.now + absl::Hours(24));
  EXPECT_EQ(book.kase.stage, Stage::kAssessment);
}

TEST(Reopening, LeavesARiskThatNothingForces) {
  Casebook book = ClosedCase();
  EXPECT_EQ(book.Do(Reopen{Officer(), "RELAPSE"}), "OK");
  EXPECT_EQ(book.kase.risk, "RLLW");
  EXPECT_EQ(book.Count<RiskSet>(), 0u);
}

TEST(Reopening, OfACaseWithoutARiskAsksForOneBeforeAPlan) {
  Casebook book = ClosedCase();
  book.kase.risk.clear();  // As a list may have brought it.
  EXPECT_EQ(book.Do(Reopen{Officer(), "RELAPSE"}), "OK");
  EXPECT_EQ(book.Do(RecordAssessment{Officer(), true, {}, Secret()}), "OK");
  const DraftPlan plan{Officer(), LocalDay(Noon()) + 30};
  EXPECT_EQ(book.Do(plan), "RISK_REQUIRED");
  EXPECT_EQ(book.Do(SetRisk{Officer(), "RLMD", {}}), "OK");
  EXPECT_EQ(book.Do(plan), "OK");
}

TEST(Transfer, TheOwnerStaysUntilTheOtherSideAccepts) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(book.kase.owner_agency, "a-kisauni");
  EXPECT_EQ(book.Do(AddNote{Officer(), Secret()}), "OK");
  EXPECT_EQ(book.Do(AcceptTransfer{Officer(), {}, {}}), "NOT_PERMITTED");
  EXPECT_EQ(book.Do(AcceptTransfer{OtherOffice(), {}, {}}), "OK");
  EXPECT_EQ(book.kase.owner_agency, "a-likoni");
  EXPECT_EQ(book.kase.stage, Stage::kRegistered);
  EXPECT_EQ(book.Do(AddNote{Officer(), Secret()}), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Transfer, GivesTheNewOfficeTheTimeThatTheRiskAllowsFromWhenItAccepts) {
  Casebook book = InFollowUp();
  const auto set = book.kase.risk_deadline;
  const absl::Duration months = absl::Hours(24 * 90);
  EXPECT_EQ(book.Do(RequestTransfer{Later(Officer(), months), "a-likoni", "CHILDREN_OFFICE"}),
            "OK");
  const Acting accepting = Later(OtherOffice(), months + absl::Hours(70));
  EXPECT_EQ(book.Do(AcceptTransfer{accepting, {}, {}}), "OK");
  ASSERT_TRUE(book.kase.deadline);
  EXPECT_EQ(book.kase.deadline->rule, set->rule);
  EXPECT_EQ(book.kase.deadline->due, ClockTable::Builtin().Due(set->rule, accepting.occurred_at));
}

TEST(Transfer, ThatReachesTheHubLateLeavesTheOfficeThatIsAskedAllOfItsTime) {
  Casebook book = RegisteredCase();
  Acting late = Officer();
  late.occurred_at -= absl::Hours(80);
  EXPECT_EQ(book.Do(RequestTransfer{late, "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(72));
}

TEST(Transfer, OfALogFromBeforeItsTimeWasKeptIsDueByTheRiskAsItWasSet) {
  State state = RegisteredCase().kase;
  const auto set = state.risk_deadline;
  state = Evolve(std::move(state), TransferRequested{"a-likoni", "p-officer", Noon()});
  state = Evolve(std::move(state), TransferAccepted{"a-likoni", "front", "p-likoni", {}});
  EXPECT_EQ(state.deadline, set);
}

TEST(Transfer, IsToAnotherThanTheOwner) {
  EXPECT_EQ(RegisteredCase().Do(RequestTransfer{Officer(), "a-kisauni", "CHILDREN_OFFICE"}),
            "MALFORMED");
}

TEST(Transfer, IsToAChildrensOffice) {
  EXPECT_EQ(RegisteredCase().Do(RequestTransfer{Officer(), "a-police", "POLICE"}), "MALFORMED");
}

TEST(Transfer, DeclinedGoesBackToWhereItCameFromClockIncluded) {
  Casebook book = InFollowUp();
  const auto deadline = book.kase.deadline;
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(book.Do(DeclineTransfer{OtherOffice(), ""}), "REASON_REQUIRED");
  EXPECT_EQ(book.Do(DeclineTransfer{OtherOffice(), "OUT_OF_AREA"}), "OK");
  EXPECT_EQ(book.kase.stage, Stage::kFollowUp);
  EXPECT_EQ(book.kase.deadline, deadline);
  EXPECT_EQ(book.Do(AddNote{OtherOffice(), Secret()}), "NOT_FOUND_OR_NOT_YOURS");
}

// Of what was begun nothing is lost: neither the clock, if it comes back, nor the plan.
TEST(Transfer, IsAskedForWheneverTheChildMovesButInAnEmergency) {
  const RequestTransfer ask{Officer(), "a-likoni", "CHILDREN_OFFICE"};
  for (const auto& begun : {InAssessment, PlannedCase, InImplementation}) {
    Casebook book = begun();
    const State before = book.kase;
    EXPECT_EQ(book.Do(ask), "OK");
    EXPECT_EQ(book.kase.owner_agency, "a-kisauni");
    EXPECT_EQ(book.kase.deadline->due, Noon() + absl::Hours(72));
    EXPECT_EQ(book.Do(DeclineTransfer{OtherOffice(), "OUT_OF_AREA"}), "OK");
    EXPECT_EQ(book.kase.stage, before.stage);
    EXPECT_EQ(book.kase.deadline, before.deadline);
    EXPECT_EQ(book.kase.plan_approved, before.plan_approved);
    EXPECT_EQ(book.Do(ask), "OK");
    EXPECT_EQ(book.Do(AcceptTransfer{OtherOffice(), {}, {}}), "OK");
    EXPECT_EQ(book.kase.stage, Stage::kRegistered);
    EXPECT_EQ(book.kase.deadline, book.kase.risk_deadline);
    EXPECT_EQ(book.kase.needs, before.needs);
  }
  Casebook removed = InAssessment();
  EXPECT_EQ(removed.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(removed.Do(ask), "NOT_ALLOWED_IN_STATE");
}

TEST(Transfer, IsNotWaitedForByWhoServesTheChild) {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Move("R-1", referral::Accept{people::Shelter(), {}, {}, {}, false}), "OK");
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(
      book.Do(RecordSession{people::Shelter(), "n1", "PCNS", {}, 1, LocalDay(Noon()), {}, {}}),
      "OK");
}

TEST(Transfer, TakesTheClockToCourtWithIt) {
  Casebook book = InAssessment();
  EXPECT_EQ(book.Do(Emergency("HOSPITAL")), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  const auto court = book.kase.court_deadline;
  ASSERT_TRUE(court);
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(book.kase.deadline, court) << "sooner than the answer";
  EXPECT_EQ(book.Do(AcceptTransfer{OtherOffice(), {}, {}}), "OK");
  EXPECT_EQ(book.kase.court_deadline, court);
}

TEST(Transfer, DeclinedLeavesTheClockOfARiskThatWasForcedUpMeanwhile) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(SetRisk{Officer(), "RLLW", {}}), "OK");
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  CorrectDetails correction{};
  correction.by = Officer();
  correction.perpetrator_in_household = true;
  correction.reason = "told by the child";
  EXPECT_EQ(book.Do(correction), "OK");
  EXPECT_EQ(book.Do(DeclineTransfer{OtherOffice(), "OUT_OF_AREA"}), "OK");
  ASSERT_TRUE(book.kase.deadline);
  EXPECT_EQ(book.kase.deadline->rule, clock::kRiskHigh);
}

TEST(Court, TheDeskOfACourtWithADateOfTheCaseMayMoveItAndAnotherMayNot) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  MoveCourtDate move{Court(), "m1", Noon() + absl::Hours(96), "WITNESS_ABSENT"};
  EXPECT_EQ(book.Do(move), "OK");
  move.by.agency = "a-other-court";
  EXPECT_EQ(book.Do(move), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Court, IsACourtOfTheDirectory) {
  SetCourtDate date = DateAt(Noon() + absl::Hours(48));
  DeclareEmergency emergency = Emergency("RESCUE_CENTRE");
  for (const char* kind : {"RESCUE_CENTRE", "CHILDREN_OFFICE", ""}) {
    date.court_kind = emergency.court_kind = kind;
    EXPECT_EQ(RegisteredCase().Do(date), "MALFORMED") << kind;
    EXPECT_EQ(RegisteredCase().Do(emergency), "MALFORMED") << kind;
  }
}

// Forms mark the field that a refusal names.
TEST(Court, ADayThatCantBeIsNamedAsTheRequestNamesItWithWhatIsWrong) {
  Casebook book = RegisteredCase();
  const auto wrong = [&](const auto& command) {
    const absl::Status refused = Decide(book.kase, command, book.rules).status();
    const auto why = RefusalOf(refused);
    return why && why->details.size() == 2
               ? absl::StrCat(why->details[0].second, " ", why->details[1].second)
               : refused.ToString();
  };
  const absl::Time past = Noon() - absl::Hours(24);
  EXPECT_EQ(wrong(DateAt(past)), "court_time is in the past");
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(1))), "OK");
  EXPECT_EQ(wrong(MoveCourtDate{Officer(), "m1", past, "WITNESS_ABSENT"}),
            "court_time is in the past");
  EXPECT_EQ(wrong(OrderUntil("OREM", LocalDay(Noon()) - 1)), "expires_on is not after made_on");
  EXPECT_EQ(wrong(OrderUntil("OREM", absl::CivilDay(2206, 10, 1))),
            "expires_on is further ahead than an order can hold");
  AttendCourt attend{Officer(), "m1", "CADJ", true, past};
  EXPECT_EQ(wrong(attend), "next_time is in the past");
}

TEST(Court, ADateOfAYearThatWasMistypedIsRefused) {
  const absl::Time meant = Noon() + absl::Hours(24 * 90);
  const absl::Time typed = Noon() + absl::Hours(24 * 366 * 36);
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(DateAt(typed)), "MALFORMED");
  EXPECT_EQ(book.Do(DateAt(meant)), "OK");
  EXPECT_EQ(book.Do(MoveCourtDate{Officer(), "m1", typed, "WITNESS_ABSENT"}), "MALFORMED");
  EXPECT_EQ(book.Do(MoveCourtDate{Officer(), "m1", Noon(), "WITNESS_ABSENT"}), "OK");
  EXPECT_EQ(book.Do(AttendCourt{Officer(), "m1", "CADJ", true, typed}), "MALFORMED");
  EXPECT_EQ(book.Do(AttendCourt{Officer(), "m1", "CADJ", true, meant}), "OK");
}

TEST(Court, PlacesAChildWithAPlaceOfSafetyAlone) {
  MakeOrder order = OrderUntil("OREM", std::nullopt);
  order.place_agency = "a-shelter";
  order.place_agency_kind = "RESCUE_CENTRE";
  EXPECT_EQ(RegisteredCase().Do(order), "PLACE_OF_SAFETY_REQUIRED");
  order.place_is_safe = true;
  EXPECT_EQ(RegisteredCase().Do(order), "OK");
  order.place_agency_kind = "POLICE";
  EXPECT_EQ(RegisteredCase().Do(order), "POLICE_STATION_NOT_SAFE");
}

// m1 stands at a-court, m2 at another.
Casebook BeforeTwoCourts() {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  SetCourtDate other = DateAt(Noon() + absl::Hours(48));
  other.matter = "m2";
  other.court = "a-other-court";
  EXPECT_EQ(book.Do(other), "OK");
  return book;
}

TEST(Court, ACourtTouchesTheDatesOfItsOwnMattersAlone) {
  Casebook book = BeforeTwoCourts();
  const Acting court = Later(Court(), absl::Hours(49));
  const absl::Time later = Noon() + absl::Hours(96);
  EXPECT_EQ(book.Do(MoveCourtDate{court, "m2", later, "WITNESS_ABSENT"}), "NOT_PERMITTED");
  EXPECT_EQ(book.Do(VacateCourtDate{court, "m2", "COURT_CALENDAR"}), "NOT_PERMITTED");
  EXPECT_EQ(book.Do(AttendCourt{court, "m2", "CADJ", true, {}}), "NOT_PERMITTED");
  SetCourtDate third = DateAt(later);
  third.by = court;
  third.matter = "m3";
  third.court = "a-other-court";
  EXPECT_EQ(book.Do(third), "NOT_PERMITTED");
  third.court = "a-court";
  EXPECT_EQ(book.Do(third), "OK");
  EXPECT_EQ(book.Do(AttendCourt{court, "m1", "CADJ", true, {}}), "OK");
  EXPECT_EQ(book.Do(MoveCourtDate{Officer(), "m2", later, "WITNESS_ABSENT"}), "OK") << "the owner";
}

TEST(Court, AnOrderIsMadeAndEndedByItsOwnCourtOrTheOwner) {
  Casebook book = BeforeTwoCourts();
  MakeOrder order = OrderUntil("OREM", std::nullopt);
  order.by = Court();
  order.matter = "m2";
  EXPECT_EQ(book.Do(order), "NOT_PERMITTED");
  order.matter = "m9";
  EXPECT_EQ(book.Do(order), "NO_SUCH_PART") << "it could not end what it made there";
  order.matter = "m1";
  EXPECT_EQ(book.Do(order), "OK");
  // The order outlives the date: it stays of the court that heard the matter.
  EXPECT_EQ(book.Do(VacateCourtDate{Court(), "m1", "COURT_CALENDAR"}), "OK");
  Acting other = Court();
  other.agency = "a-other-court";
  EXPECT_EQ(book.Do(EndOrder{other, "o1", "REVOKED"}), "NOT_PERMITTED");
  EXPECT_EQ(book.Do(EndOrder{Court(), "o1", "REVOKED"}), "OK");
  order.by = Officer();
  order.order = "o2";
  EXPECT_EQ(book.Do(order), "OK");
  EXPECT_EQ(book.Do(EndOrder{Officer(), "o2", "REVOKED"}), "OK");
}

TEST(Court, ADateIsMovedFromWhatItWasWithAReason) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  EXPECT_EQ(book.Do(MoveCourtDate{Officer(), "m1", Noon() + absl::Hours(96), ""}),
            "REASON_REQUIRED");
  EXPECT_EQ(book.Do(MoveCourtDate{Officer(), "m2", Noon() + absl::Hours(96), "WITNESS_ABSENT"}),
            "NO_SUCH_PART");
  EXPECT_EQ(book.Do(MoveCourtDate{Officer(), "m1", Noon() - absl::Hours(1), "WITNESS_ABSENT"}),
            "MALFORMED");
  EXPECT_EQ(book.Do(MoveCourtDate{Officer(), "m1", Noon() + absl::Hours(96), "WITNESS_ABSENT"}),
            "OK");
  EXPECT_EQ(std::get<CourtDateMoved>(book.last[0].event).from, Noon() + absl::Hours(48));
}

TEST(Court, AttendanceIsNotRecordedBeforeTheDayAndMaySetTheNextDate) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(DateAt(Noon() + absl::Hours(48))), "OK");
  AttendCourt attended{Officer(), "m1", "CADJ", true, Noon() + absl::Hours(24 * 30)};
  EXPECT_EQ(book.Do(attended), "IN_FUTURE");
  attended.by = Later(Officer(), absl::Hours(48));
  EXPECT_EQ(book.Do(attended), "OK");
  EXPECT_EQ(book.kase.court_dates.at("m1").at, Noon() + absl::Hours(24 * 30));
  attended.by = Later(Officer(), absl::Hours(24 * 30));
  attended.next_at.reset();
  EXPECT_EQ(book.Do(attended), "OK");
  EXPECT_TRUE(book.kase.court_dates.empty());
}

TEST(Court, OrdersOfALimitedKindNeedTheirExpiry) {
  EXPECT_EQ(RegisteredCase().Do(OrderUntil("OCCR", std::nullopt)), "EXPIRY_REQUIRED");
  EXPECT_EQ(RegisteredCase().Do(OrderUntil("OREM", std::nullopt)), "OK");
}

TEST(Court, AnOrderIsToBeRenewedOrEndedSomeDaysBeforeItsLastOne) {
  const absl::CivilDay today = LocalDay(Noon());
  const auto renew_by = [](std::optional<absl::CivilDay> until) {
    Casebook book = RegisteredCase();
    EXPECT_EQ(book.Do(OrderUntil(until ? "OCCR" : "OREM", until)), "OK");
    return std::get<OrderMade>(book.last[0].event).renew_by;
  };
  EXPECT_EQ(renew_by(today + 30), StartOfLocalDay(today + 30 - 14 + 1));
  EXPECT_EQ(renew_by(today + 7), StartOfLocalDay(today + 7 + 1)) << "shorter than that: its last";
  EXPECT_EQ(renew_by(std::nullopt), std::nullopt);
}

TEST(Court, SupervisionRunsAtMostTwelveMonths) {
  const absl::CivilDay made = LocalDay(Noon());
  const absl::CivilDay year(made.year() + 1, made.month(), made.day());
  EXPECT_EQ(RegisteredCase().Do(OrderUntil("OSUP", year)), "OK");
  EXPECT_EQ(RegisteredCase().Do(OrderUntil("OSUP", year + 1)), "EXPIRY_REQUIRED");
  EXPECT_EQ(RegisteredCase().Do(OrderUntil("OCCR", year + 1)), "OK");
}

TEST(Court, APoliceStationIsNoPlaceForAPlacementOrder) {
  MakeOrder order = OrderUntil("OCCR", LocalDay(Noon()) + 30);
  order.place_agency = "a-police";
  order.place_agency_kind = "POLICE";
  EXPECT_EQ(RegisteredCase().Do(order), "POLICE_STATION_NOT_SAFE");
}

TEST(Consent, IsForOneRecipientOrOneKind) {
  GiveConsent consent = ConsentFor("a-school");
  consent.consent = "consent-2";
  consent.recipient_kind = "EDUCATION";
  EXPECT_EQ(RegisteredCase().Do(consent), "MALFORMED");
  consent.recipient_agency.clear();
  EXPECT_EQ(RegisteredCase().Do(consent), "OK");
}

TEST(Consent, CoversOnlyItsRecipientPurposeScopeAndTime) {
  const State& kase = RegisteredCase().kase;
  const std::vector<Compartment> identity = {Compartment::kIdentity};
  const auto find = [&](const char* agency, const char* purpose, std::vector<Compartment> scope,
                        absl::Time now) {
    return Serves(kase.consents.at("consent-1"), {agency, "RESCUE_CENTRE", purpose, scope}, now);
  };
  EXPECT_TRUE(find("a-shelter", "REFERRAL_SERVICE", identity, Noon()));
  EXPECT_FALSE(find("a-other", "REFERRAL_SERVICE", identity, Noon()));
  EXPECT_FALSE(find("a-shelter", "COURT", identity, Noon()));
  EXPECT_FALSE(find("a-shelter", "REFERRAL_SERVICE", {Compartment::kMedical}, Noon()));
  EXPECT_FALSE(find("a-shelter", "REFERRAL_SERVICE", identity, Noon() - absl::Hours(2)));
}

}  // namespace
}  // namespace rufaa::casework
