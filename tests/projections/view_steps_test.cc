// Views step by step: what random histories do not come by, or do not tell apart.
#include <gtest/gtest.h>

#include <map>

#include "domain/base/local_day.h"
#include "projections/board/lines.h"
#include "projections/board/reader.h"
#include "projections/calendar/calendar.h"
#include "projections/caseload/caseload.h"
#include "projections/deadlines/deadlines.h"
#include "projections/offers/offers.h"
#include "projections/trail/reader.h"
#include "projections/worklist/reader.h"
#include "tests/projections/view_steps.h"

namespace rufaa {
namespace {

TEST_F(ViewSteps, ACaseloadLineCountsWhatIsOpenAndNamesItsVersion) {
  Identify();
  for (const char* need : {"n1", "n2", "n3"}) OnCase(casework::NeedOpened{.need = need});
  OnCase(casework::NeedMet{.need = "n1"});
  OnCase(casework::NeedWithdrawn{.need = "n2"});
  for (const char* code : {"R1", "R2"}) OnCase(casework::ReferralOpened{.referral = code});
  OnCase(casework::ReferralEnded{.referral = "R1"});
  const auto page = caseload::ReadPage(*Rows("caseload"), "ag-office", caseload::Part::kActive, 10);
  ASSERT_EQ(page->lines.size(), 1u);
  EXPECT_EQ(page->lines[0].row.open_needs, 1u);
  EXPECT_EQ(page->lines[0].row.open_referrals, 1u);
  EXPECT_EQ(page->lines[0].row.version, 9u);
}

TEST_F(ViewSteps, ACaseloadIsInTheOrderOfDeadlinesAndCourtDates) {
  Identify("C", absl::Hours(48));
  Identify("D", absl::Hours(24));
  const auto order = [&] {
    std::vector<std::string> codes;
    const auto page =
        caseload::ReadPage(*Rows("caseload"), "ag-office", caseload::Part::kActive, 10);
    for (const caseload::Line& line : page->lines) codes.push_back(line.case_code);
    return codes;
  };
  EXPECT_EQ(order(), (std::vector<std::string>{"D", "C"}));
  OnCase(casework::CourtDateSet{.matter = "m1", .at = now_ + absl::Hours(6)});
  EXPECT_EQ(order(), (std::vector<std::string>{"C", "D"}));
  OnCase(casework::CourtDateMoved{.matter = "m1", .to = now_ + absl::Hours(30)});
  EXPECT_EQ(order(), (std::vector<std::string>{"D", "C"}));
}

TEST_F(ViewSteps, ACaseloadNamesAnOrderThatRunsOutUntilItIsEnded) {
  Identify("C", absl::Hours(24 * 365));
  const auto due = [&]() -> std::optional<absl::Time> {
    const auto rows = Rows("caseload");
    for (auto part : {caseload::Part::kActive, caseload::Part::kClosed}) {
      const auto page = caseload::ReadPage(*rows, "ag-office", part, 10);
      if (!page->lines.empty()) return page->lines[0].row.order_due;
    }
    return std::nullopt;
  };
  const absl::CivilDay last = LocalDay(now_) + 60;
  const absl::Time renew = now_ + absl::Hours(24 * 46);
  const auto make = [&](const char* order, std::optional<absl::CivilDay> until) {
    OnCase(casework::OrderMade{.order = order,
                               .kind = "OCCR",
                               .made_on = LocalDay(now_),
                               .expires_on = until,
                               .matter = "m1",
                               .renew_by = until ? std::optional(renew) : std::nullopt});
  };
  make("o1", std::nullopt);
  EXPECT_EQ(due(), std::nullopt) << "it names no last day";
  make("o2", last);
  EXPECT_EQ(due(), renew);
  OnCase(casework::CourtDateSet{.matter = "m1", .at = now_ + absl::Hours(24 * 50)});
  EXPECT_EQ(due(), StartOfLocalDay(last + 1)) << "it is before the court already";
  OnCase(casework::CourtAttended{.matter = "m1"});
  EXPECT_EQ(due(), renew);
  OnCase(casework::OrderEnded{.order = "o2"});
  EXPECT_EQ(due(), std::nullopt);
  make("o3", last);
  OnCase(casework::Closed{});
  EXPECT_EQ(due(), std::nullopt) << "nobody renews it";
}

TEST_F(ViewSteps, AnOrderOfAnOldLogIsDueOnItsLastDay) {
  Identify("C", absl::Hours(24 * 365));
  Identify("D", absl::Hours(24 * 20));
  const absl::CivilDay last = LocalDay(now_) + 10;
  OnCase(casework::OrderMade{.order = "o1", .kind = "OCCR", .expires_on = last});
  const auto page = caseload::ReadPage(*Rows("caseload"), "ag-office", caseload::Part::kActive, 10);
  ASSERT_EQ(page->lines.size(), 2u);
  EXPECT_EQ(page->lines[0].case_code, "C") << "due before the other";
  EXPECT_EQ(page->lines[0].row.order_due, StartOfLocalDay(last + 1));
}

TEST_F(ViewSteps, ANeedIsListedAsUnmetWhileNoReferralIsUnderWayAndThenAsMet) {
  const auto listed = [&](bool met) {
    const auto rows = Rows("board");
    const FilteredScan scan{
        .ranges = {board::NeedLines(met, "RMTS", "003")},
        .after = "",
        .limit = 10,
        .wanted = [](absl::string_view, absl::string_view) { return absl::StatusOr<bool>(true); }};
    return ReadFiltered(*rows, scan)->rows.size();
  };
  Identify();
  OnCase(casework::NeedOpened{.need = "n1", .code = "RMTS"});
  EXPECT_EQ(listed(false), 1u);
  Send();
  EXPECT_EQ(listed(false), 0u);
  OnCase(casework::ReferralEnded{.referral = "R"});
  EXPECT_EQ(listed(false), 1u);
  OnCase(casework::NeedMet{.need = "n1"});
  EXPECT_EQ(listed(false), 0u);
  EXPECT_EQ(listed(true), 1u);
  OnCase(casework::NeedOpened{.need = "n2", .code = "RMTS"});
  OnCase(casework::ReferralOpened{.referral = "R2", .need = "n2"});
  OnCase(casework::NeedMet{.need = "n2"});
  EXPECT_EQ(listed(true), 2u) << "met while a referral was still under way";
}

TEST_F(ViewSteps, AnImportedNeedThatIsReferredIsUnmetOnceTheHubsOwnReferralHasEnded) {
  const auto unmet = [&] {
    return board::ReadBoard(*Rows("board"), {.now = now_, .followed_days = 30, .subcounty = ""})
        ->needs.at(0)
        .counters.unmet;
  };
  Identify();
  OnCase(casework::NeedOpened{.need = "n1", .code = "RMTS", .referred_before = true});
  EXPECT_EQ(unmet(), 0u);
  OnCase(casework::ReferralOpened{.referral = "R1", .need = "n1"});
  OnCase(casework::ReferralEnded{.referral = "R1"});
  EXPECT_EQ(unmet(), 1u);
}

TEST_F(ViewSteps, ADayInCourtIsCountedInTheWeekToWhichItWasMoved) {
  const auto weeks = [&] { return *calendar::ReadWeeks(*Rows("calendar"), now_, 3); };
  Identify();
  OnCase(casework::CourtDateSet{.matter = "m1", .court = "ag-court", .at = now_});
  ASSERT_EQ(weeks().size(), 1u);
  const absl::Time monday = weeks()[0].monday;
  EXPECT_EQ(absl::FormatTime("%a %H:%M", monday, absl::FixedTimeZone(3 * 60 * 60)), "Mon 00:00");
  OnCase(casework::CourtDateMoved{.matter = "m1", .to = now_ + absl::Hours(7 * 24)});
  ASSERT_EQ(weeks().size(), 1u);
  EXPECT_EQ(weeks()[0].monday, monday + absl::Hours(7 * 24));
  EXPECT_EQ(weeks()[0].dates, 1u);
  OnCase(casework::CourtDateVacated{.matter = "m1"});
  EXPECT_TRUE(weeks().empty());
}

TEST_F(ViewSteps, ACourtKeepsTheCasesThatWereBeforeItUntilTheyAreErased) {
  const auto heard = [&](const char* court) {
    return calendar::ReadHeard(*Rows("calendar"), court, 10)->cases.size();
  };
  Identify();
  OnCase(casework::CourtDateSet{.matter = "m1", .court = "ag-court", .at = now_});
  OnCase(casework::CourtDateVacated{.matter = "m1"});
  OnCase(casework::CourtDateSet{.matter = "m2", .court = "ag-court", .at = now_});
  EXPECT_EQ(heard("ag-court"), 1u);
  EXPECT_EQ(heard("ag-other"), 0u);
  OnCase(casework::Erased{});
  EXPECT_EQ(heard("ag-court"), 0u);
}

TEST_F(ViewSteps, AWorklistLineShowsItsVersionToBoth) {
  Identify();
  Send();
  OnReferral(referral::Opened{});
  OnReferral(referral::InfoRequested{.reply_by = now_ + absl::Hours(5)});
  for (const char* agency : {"ag-office", "ag-police"}) {
    const auto row = worklist::ReadReferral(*Rows("worklist"), agency, "R");
    ASSERT_TRUE(row.ok());
    EXPECT_EQ(row->version, 3u);
  }
}

TEST_F(ViewSteps, OffersAreFoundWhereTheyServeUntilTheyAreWithdrawn) {
  const auto publish = [&](const std::string& offer, std::vector<std::string> subcounties) {
    Do({{AgencyStream("ag-shelter"),
         directory::OfferPublished{
             .offer = offer, .services = {"RMTS"}, .subcounties = subcounties, .has_beds = true}}});
  };
  publish("of-1", {"001", "002"});
  publish("of-2", {});
  const auto found = [&](const char* subcounty) {
    std::vector<std::string> offers;
    const auto all = offers::FindOffers(*Rows("offers"), "RMTS", subcounty);
    for (const offers::Row& row : all->rows) offers.push_back(row.offer);
    return offers;
  };
  EXPECT_EQ(found("003"), std::vector<std::string>{"of-2"});
  EXPECT_EQ(found("002"), (std::vector<std::string>{"of-1", "of-2"}));
  EXPECT_EQ(found(""), (std::vector<std::string>{"of-1", "of-2"}));
  Do({{AgencyStream("ag-shelter"), directory::OfferWithdrawn{.offer = "of-2"}}});
  EXPECT_TRUE(found("003").empty());
  EXPECT_EQ(offers::OffersOf(*Rows("offers"), "ag-shelter")->rows.size(), 2u);
}

TEST_F(ViewSteps, OfABedsTwoLivesEachIsCountedOnce) {
  Do({{CapacityStream("of-1"),
       capacity::Opened{.agency = "ag-shelter", .offer = "of-1", .total = 3, .unit = "BED"}}});
  const auto beds = [&](AnyEvent event) {
    Do({{CapacityStream("of-1"), std::move(event)}});
    const offers::Row row = offers::OffersOf(*Rows("offers"), "ag-shelter")->rows.at(0);
    return std::make_tuple(row.held, row.used, row.Free());
  };
  EXPECT_EQ(beds(capacity::Held{.referral = "R"}), std::make_tuple(1u, 0u, 2u));
  EXPECT_EQ(beds(capacity::Held{.referral = "S"}), std::make_tuple(2u, 0u, 1u));
  EXPECT_EQ(beds(capacity::Released{.referral = "S"}), std::make_tuple(1u, 0u, 2u));
  EXPECT_EQ(beds(capacity::Occupied{.referral = "R"}), std::make_tuple(0u, 1u, 2u));
  EXPECT_EQ(beds(capacity::Vacated{.referral = "R"}), std::make_tuple(0u, 0u, 3u));
}

TEST_F(ViewSteps, OffersOfOneIdAreOfTheirOwnAgencies) {
  const auto publish = [&](const std::string& agency, bool has_beds) {
    Do({{AgencyStream(agency), directory::OfferPublished{.offer = "of-1",
                                                         .services = {"RMPC"},
                                                         .has_beds = has_beds,
                                                         .display_name = agency}}});
  };
  publish("ag-one", false);
  publish("ag-two", true);
  Do({{CapacityStream("of-1"),
       capacity::Opened{.agency = "ag-two", .offer = "of-1", .total = 3, .unit = "BED"}}});
  Do({{AgencyStream("ag-one"), directory::OfferWithdrawn{.offer = "of-1"}}});
  const auto rows = Rows("offers");
  const auto one = offers::OffersOf(*rows, "ag-one")->rows;
  const auto two = offers::OffersOf(*rows, "ag-two")->rows;
  ASSERT_EQ(one.size(), 1u);
  EXPECT_TRUE(one[0].withdrawn);
  EXPECT_FALSE(one[0].has_beds);
  ASSERT_EQ(two.size(), 1u);
  EXPECT_EQ(two[0].Free(), 3u);
  const auto found = offers::FindOffers(*rows, "RMPC", "")->rows;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].agency, "ag-two");
}

TEST_F(ViewSteps, AReviewIsNotOverdueOnItsDay) {
  Identify();
  OnCase(casework::PlanDrafted{.review_on = absl::CivilDay(2026, 3, 31)});
  const absl::Time day =
      absl::FromCivil(absl::CivilDay(2026, 3, 31), absl::FixedTimeZone(3 * 60 * 60));
  const auto overdue = [&](absl::Duration later) {
    return deadlines::ReadDue(*Rows("deadlines"), day + later, 10)->items.size();
  };
  EXPECT_EQ(overdue(absl::Seconds(1)), 0u);
  EXPECT_EQ(overdue(absl::Hours(24) - absl::Seconds(1)), 0u);
  EXPECT_EQ(overdue(absl::Hours(24)), 1u);
}

TEST_F(ViewSteps, ToBringTheChildToCourtIsTheOwnersWhileAnotherIsAskedToTakeTheCaseOver) {
  Identify();
  const absl::Time court_by = now_ + absl::Hours(72);
  OnCase(casework::EmergencyDeclared{.court_by = court_by});
  const auto whose = [&](absl::Time answer_by) {
    OnCase(casework::TransferRequested{.to_agency = "ag-new", .answer_by = answer_by});
    const auto rows = Rows("deadlines");
    const auto page =
        deadlines::ReadOverdue(*rows, {.now = court_by + absl::Hours(100),
                                       .limit = 10,
                                       .wanted = [](const deadlines::Overdue&) { return true; }});
    return page->items.at(0).row.agency;
  };
  EXPECT_EQ(whose(court_by + absl::Hours(1)), "ag-office");
  EXPECT_EQ(whose(court_by - absl::Hours(1)), "ag-new");
}

TEST_F(ViewSteps, ACourtDateIsForOwnerCourtAndWhoMayKnowOfJustice) {
  Identify();
  Send();
  OnCase(casework::CourtDateSet{.matter = "m1", .court = "ag-court", .at = now_ + absl::Hours(5)});
  EXPECT_EQ(Calendar("ag-office").size(), 1u);
  EXPECT_EQ(Calendar("ag-court").size(), 1u);
  EXPECT_TRUE(Calendar("ag-police").empty()) << "has not accepted";
  OnCase(casework::ReferralAccepted{.referral = "R", .agency = "ag-police"});
  EXPECT_EQ(Calendar("ag-police").size(), 1u);
  OnCase(casework::ReferralEnded{.referral = "R"});
  EXPECT_TRUE(Calendar("ag-police").empty()) << "the referral has ended";
}

TEST_F(ViewSteps, AHelperThatMayNotKnowOfJusticeHasNoCourtDates) {
  Identify();
  Send("ag-helper", "RESCUE_CENTRE");
  OnCase(casework::ReferralAccepted{.referral = "R", .agency = "ag-helper"});
  OnCase(casework::ReferralOpened{.referral = "S",
                                  .to_agency = "ag-police",
                                  .to_agency_kind = "POLICE",
                                  .scope = {Compartment::kIdentity}});
  OnCase(casework::ReferralAccepted{.referral = "S", .agency = "ag-police"});
  OnCase(casework::CourtDateSet{.matter = "m1", .at = now_ + absl::Hours(5)});
  EXPECT_EQ(Calendar("ag-office").size(), 1u);
  EXPECT_TRUE(Calendar("ag-helper").empty()) << "of a kind that may not";
  EXPECT_TRUE(Calendar("ag-police").empty()) << "not in the scope";
}

TEST_F(ViewSteps, AMovedDateStandsOnceAndAVacatedOneNotAtAll) {
  Identify();
  OnCase(casework::CourtDateSet{.matter = "m1", .at = now_ + absl::Hours(5)});
  OnCase(casework::CourtDateMoved{.matter = "m1", .to = now_ + absl::Hours(9)});
  ASSERT_EQ(Calendar("ag-office").size(), 1u);
  EXPECT_EQ(Calendar("ag-office")[0].at, now_ + absl::Hours(9));
  EXPECT_EQ(Calendar("ag-office")[0].moves, 1u);
  OnCase(casework::CourtAttended{.matter = "m1", .next_at = now_ + absl::Hours(20)});
  ASSERT_EQ(Calendar("ag-office").size(), 1u);
  EXPECT_EQ(Calendar("ag-office")[0].moves, 0u);
  OnCase(casework::CourtDateVacated{.matter = "m1"});
  EXPECT_TRUE(Calendar("ag-office").empty());
}

TEST_F(ViewSteps, WhatIsCancelledInTimeIsNotSilentAndWithoutServiceNotServed) {
  const auto counts = [&] {
    const absl::Time later = now_ + absl::Hours(24 * 45);
    return board::ReadBoard(*Rows("board"), {.now = later})->county.counts;
  };
  Identify();
  Send();
  EXPECT_EQ(counts().silent, 1) << "nothing was heard, and the clock is over";
  OnReferral(referral::Cancelled{});
  EXPECT_EQ(counts().silent, 0);
  Do({{ReferralStream("T"), referral::Sent{.referral = "T",
                                           .to_agency = "ag-police",
                                           .sent_at = now_,
                                           .decide_by = now_ + absl::Hours(24 * 40)}}});
  EXPECT_EQ(counts().sent, 2);
  EXPECT_EQ(counts().silent, 0) << "its clock was not over when its thirty days were";
  Do({{ReferralStream("S"), referral::Sent{.referral = "S",
                                           .from_agency = "ag-office",
                                           .to_agency = "ag-police",
                                           .sent_at = now_,
                                           .decide_by = now_ + absl::Hours(72)}}});
  Do({{ReferralStream("S"), referral::Accepted{.accepted_at = now_}}});
  Do({{ReferralStream("S"), referral::Completed{.outcome = "SERVED", .at = now_}}});
  EXPECT_EQ(counts().accepted, 1);
  EXPECT_EQ(counts().completed_served, 0);
}

TEST_F(ViewSteps, TheTrailIsFoundByCasePersonAndBothAgencies) {
  Identify();
  Send();
  Do({{ReferralStream("R"), referral::Opened{}}}, "p-police");
  const auto types = [&](trail::By by, const std::string& id) {
    std::vector<std::string> found;
    const auto page = trail::ReadTrail(*Rows("trail"), log_, {.by = by, .id = id, .limit = 10});
    for (const trail::Line& line : page->lines) found.push_back(line.row.type);
    return found;
  };
  const std::vector<std::string> of_referral = {"referral.sent", "referral.opened"};
  EXPECT_EQ(types(trail::By::kCase, "C"),
            (std::vector<std::string>{"case.identified", "referral.sent", "case.referral-opened",
                                      "referral.opened"}));
  EXPECT_EQ(types(trail::By::kAgency, "ag-police"), of_referral);
  EXPECT_EQ(types(trail::By::kPerson, "p-police"), std::vector<std::string>{"referral.opened"});
  OnReferral(referral::HandedOver{.from_agency = "ag-new"});
  EXPECT_EQ(types(trail::By::kAgency, "ag-new"), std::vector<std::string>{"referral.handed-over"});
}

}  // namespace
}  // namespace rufaa
