// A child that was brought to safety, and is moved from there to another place of safety.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/domain/casework/case_steps.h"

namespace rufaa::casework {
namespace {

using people::Noon;
using people::Officer;
using testing::Contains;
using testing::Not;

constexpr absl::Duration kRemoved = -absl::Hours(2);  // From noon, in Emergency().

MoveChild To(std::string place, absl::Duration at = absl::Hours(5)) {
  return {.by = people::Later(Officer(), at),
          .place_kind = "RESCUE_CENTRE",
          .place_agency = std::move(place),
          .place_agency_kind = "RESCUE_CENTRE",
          .place_is_safe = true,
          .reason = "NO_ROOM",
          .order = {},
          .location = {}};
}

Place At(std::string agency, absl::Duration since) {
  return {"RESCUE_CENTRE", std::move(agency), Noon() + since};
}

// In an emergency, at a-shelter.
Casebook InSafety() {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(Emergency("RESCUE_CENTRE")), "OK");
  return book;
}

TEST(Place, AMoveIsNoRemoval) {
  Casebook book = InSafety();
  State moved = book.kase;
  moved.place = At("a-haven", absl::Hours(5));
  EXPECT_EQ(book.Do(To("a-haven")), "OK");
  EXPECT_EQ(book.last.size(), 1u);
  EXPECT_EQ(book.kase, moved) << "no other stage, risk, clock, court matter or need";
}

TEST(Place, AChildIsMovedAsOftenAsItIsAndBack) {
  Casebook book = InSafety();
  EXPECT_EQ(book.Do(To("a-haven", absl::Hours(5))), "OK");
  EXPECT_EQ(book.Do(To("a-haven", absl::Hours(6))), "ALREADY_DONE");
  EXPECT_EQ(book.Do(To("a-shelter", absl::Hours(7))), "OK");
  EXPECT_EQ(book.kase.place, At("a-shelter", absl::Hours(7)));
}

// Whatever stage the case has come to; and nobody may, or is offered to, before there was a place.
TEST(Place, AChildIsMovedInEveryStageInWhichItMayBeInSafety) {
  const auto allowed = [](const Casebook& book) { return AllowedActions(book.kase, Officer()); };
  for (Casebook unsafe : {IdentifiedCase(), RegisteredCase(), InFollowUp()}) {
    EXPECT_EQ(unsafe.Do(To("a-haven")), "NOT_ALLOWED_IN_STATE") << Name(unsafe.kase.stage);
    EXPECT_THAT(allowed(unsafe), Not(Contains(Verb::kMoveChild)));
  }
  for (const Stage stage :
       {Stage::kRegistered, Stage::kEmergency, Stage::kAssessment, Stage::kPlanned,
        Stage::kImplementation, Stage::kFollowUp, Stage::kTransferPending}) {
    Casebook book = InSafety();
    book.kase.stage = stage;
    EXPECT_THAT(allowed(book), Contains(Verb::kMoveChild)) << Name(stage);
    EXPECT_EQ(book.Do(To("a-haven")), "OK") << Name(stage);
  }
}

TEST(Place, OfAClosedCaseIsLeftAndOfOneThatIsReopenedGoesOn) {
  Casebook book = InSafety();
  book.kase.stage = Stage::kClosed;
  EXPECT_EQ(book.Do(To("a-haven")), "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(book.Do(Reopen{Officer(), "CLOSED_IN_ERROR"}), "OK");
  EXPECT_EQ(book.kase.place, At("a-shelter", kRemoved));
  EXPECT_EQ(book.Do(To("a-haven")), "OK");
}

TEST(Place, StaysWhereItWasMovedToWhenATransferIsDeclined) {
  Casebook book = InSafety();
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  EXPECT_EQ(book.Do(RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  MoveChild theirs = To("a-haven");
  theirs.by = people::Later(people::OtherOffice(), absl::Hours(5));
  EXPECT_EQ(book.Do(theirs), "NOT_PERMITTED") << "it has not taken the case";
  EXPECT_EQ(book.Do(To("a-haven")), "OK");
  EXPECT_EQ(book.Do(DeclineTransfer{people::OtherOffice(), "OUT_OF_AREA"}), "OK");
  EXPECT_EQ(book.kase.place, At("a-haven", absl::Hours(5)));
}

TEST(Place, IsAPlaceOfSafetyAndNeverAPoliceStation) {
  for (const char* kind :
       {"POLICE_STATION", "CHILD_PROTECTION_UNIT", "REMAND_HOME", "REHABILITATION_SCHOOL"}) {
    MoveChild to = To("a-haven");
    to.place_kind = kind;
    EXPECT_EQ(InSafety().Do(to), "POLICE_STATION_NOT_SAFE") << kind;
  }
  MoveChild police = To("a-police");
  police.place_agency_kind = "POLICE";
  EXPECT_EQ(InSafety().Do(police), "POLICE_STATION_NOT_SAFE");
  MoveChild home = To("a-haven");
  home.place_kind = "HOME";
  EXPECT_EQ(InSafety().Do(home), "PLACE_OF_SAFETY_REQUIRED");
  MoveChild unsafe = To("a-haven");
  unsafe.place_is_safe = false;
  EXPECT_EQ(InSafety().Do(unsafe), "PLACE_OF_SAFETY_REQUIRED");
}

TEST(Place, AMoveHappensAfterTheRemovalAndNotAheadOfTime) {
  Casebook book = InSafety();
  EXPECT_EQ(book.Do(To("a-haven", kRemoved - absl::Minutes(1))), "MALFORMED");
  MoveChild ahead = To("a-haven");
  ahead.by.now = Noon();
  EXPECT_EQ(book.Do(ahead), "IN_FUTURE");
  EXPECT_EQ(book.Do(To("a-haven", kRemoved)), "OK") << "told late";
}

// Phones bring what happened in the order in which they find a network.
TEST(Place, AMoveThatIsToldAfterALaterOneStandsInTheHistoryAndLeavesTheChildWhereItIs) {
  Casebook book = InSafety();
  ASSERT_EQ(book.Do(To("a-refuge", absl::Hours(9))), "OK");
  EXPECT_EQ(book.Do(To("a-haven", absl::Hours(8))), "OK");
  EXPECT_EQ(std::get<ChildMoved>(book.last.front().event).place_agency, "a-haven");
  EXPECT_EQ(book.kase.place, At("a-refuge", absl::Hours(9)));
  EXPECT_EQ(book.Do(To("a-haven", kRemoved - absl::Minutes(1))), "MALFORMED");
  // Of the stay that is the last one.
  MoveChild right = To("a-home-of-hope");
  right.reason = "ENTERED_IN_ERROR";
  EXPECT_EQ(book.Do(right), "OK");
  EXPECT_EQ(book.kase.place, At("a-home-of-hope", absl::Hours(9)));
}

// It was there all along: a journey that nobody made would stand in its history.
TEST(Place, ThatWasEnteredInErrorIsPutRightWithoutAJourney) {
  Casebook book = InSafety();
  MoveChild right = To("a-haven");
  right.reason = "ENTERED_IN_ERROR";
  EXPECT_EQ(book.Do(right), "OK");
  EXPECT_EQ(book.kase.place, At("a-haven", kRemoved));
  EXPECT_EQ(book.Do(To("a-refuge", absl::Hours(9))), "OK");
  right.by = people::Later(Officer(), absl::Hours(20));
  right.place_agency = "a-home-of-hope";
  EXPECT_EQ(book.Do(right), "OK");
  EXPECT_EQ(book.kase.place, At("a-home-of-hope", absl::Hours(9)));
}

TEST(Place, AMoveHasAReasonAndACourtsWordIsAnOrderOfTheCase) {
  Casebook book = InSafety();
  MoveChild to = To("a-haven");
  to.reason = "";
  EXPECT_EQ(book.Do(to), "REASON_REQUIRED");
  to.reason = "BECAUSE";
  EXPECT_EQ(book.Do(to), "UNKNOWN_CODE");
  to.reason = "OTHER";
  EXPECT_EQ(book.Do(to), "REASON_REQUIRED") << "without a word of it";
  to.has_note = true;
  EXPECT_EQ(Casebook(book).Do(to), "OK");
  to.reason = "COURT_ORDER";
  EXPECT_EQ(book.Do(to), "MALFORMED");
  to.order = "o1";
  EXPECT_EQ(book.Do(to), "NO_SUCH_PART");
  EXPECT_EQ(book.Do(OrderUntil("OREM", std::nullopt)), "OK");
  EXPECT_EQ(book.Do(to), "OK");
  EXPECT_EQ(std::get<ChildMoved>(book.last.front().event).order, "o1");
}

TEST(Place, OfficersAndSupervisorsOfItsOfficeMoveAChild) {
  const auto by = [](Acting who) {
    MoveChild to = To("a-haven");
    to.by = people::Later(std::move(who), absl::Hours(5));
    return InSafety().Do(to);
  };
  EXPECT_EQ(by(Officer()), "OK");
  EXPECT_EQ(by(people::Supervisor()), "OK");
  EXPECT_EQ(by(people::OtherOffice()), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(by(people::Chv()), "NOT_PERMITTED");
  EXPECT_EQ(by(people::Court()), "NOT_PERMITTED");
}

TEST(Place, AChildThatIsRemovedAgainAfterAMoveIsOwedTheSameDay) {
  Casebook book = InSafety();
  const auto owed = book.kase.court_deadline;
  EXPECT_EQ(book.Do(To("a-haven")), "OK");
  EXPECT_EQ(book.Do(StartAssessment{Officer()}), "OK");
  DeclareEmergency again = Emergency("HOSPITAL");
  again.by = people::Later(again.by, absl::Hours(10));
  again.removed_at = again.by.occurred_at;
  again.session.clear();
  EXPECT_EQ(book.Do(again), "OK");
  EXPECT_EQ(book.kase.court_deadline, owed);
  EXPECT_EQ(book.kase.place, (Place{"HOSPITAL", "a-shelter", Noon() + absl::Hours(10)}));
}

}  // namespace
}  // namespace rufaa::casework
