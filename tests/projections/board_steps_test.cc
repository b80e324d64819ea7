// The board and the caseload as a case comes to its end, step by step.
#include <map>

#include "projections/board/lines.h"
#include "projections/board/reader.h"
#include "projections/caseload/caseload.h"
#include "projections/core/utc_day.h"
#include "tests/projections/view_steps.h"

namespace rufaa {
namespace {

class BoardSteps : public ViewSteps {
 protected:
  size_t Lines(KeyRange range) {
    const FilteredScan scan{
        .ranges = {std::move(range)},
        .after = "",
        .limit = 10,
        .wanted = [](absl::string_view, absl::string_view) { return absl::StatusOr<bool>(true); }};
    return ReadFiltered(*Rows("board"), scan)->rows.size();
  }
  size_t CaseLines(casework::Stage stage) {
    return Lines(board::CaseLines(stage, "ag-office", {0, board::kOldestDay.back()}));
  }
  size_t InCaseloadOf(absl::string_view agency) {
    const auto page = *caseload::ReadPage(*Rows("caseload"), agency, caseload::Part::kActive, 10);
    EXPECT_EQ(page.lines.size(), page.active);
    return page.active + page.closed;
  }
  void ExpectGoneFromWhoWasAsked(AnyEvent end) {
    Identify();
    OnCase(casework::TransferRequested{.to_agency = "ag-other", .answer_by = now_});
    EXPECT_EQ(InCaseloadOf("ag-other"), 1u);
    OnCase(std::move(end));
    EXPECT_EQ(InCaseloadOf("ag-other"), 0u);
    EXPECT_EQ(InCaseloadOf("ag-office"), 1u) << "the owner's, among those that have ended";
  }
  void Report(const std::string& code, casework::Category category) {
    casework::Identified identified{.code = code, .intake_agency = "ag-office"};
    identified.categories = {std::move(category)};
    identified.identified_at = now_;
    Do({{CaseStream(code), std::move(identified)}});
  }
  // Children found, by the counters, and by the lines behind them.
  uint64_t Found() {
    uint64_t found = 0, marked = 0;
    const board::Board board = Board();
    for (const board::StageLine& line : board.stages) {
      found += line.found;
      const FilteredScan scan{
          .ranges = {board::CaseLines(line.stage, line.agency, {0, board::kOldestDay.back()})},
          .after = "",
          .limit = 10,
          .wanted = [](absl::string_view, absl::string_view value) -> absl::StatusOr<bool> {
            return DecodeFields<board::Line>(value)->found;
          }};
      marked += ReadFiltered(*Rows("board"), scan)->rows.size();
    }
    EXPECT_EQ(found, marked);
    return found;
  }
  board::Board Board() { return *board::ReadBoard(*Rows("board"), {.now = now_}); }
};

TEST_F(BoardSteps, AnErasedCaseIsCountedAndListedNowhere) {
  Identify();
  OnCase(casework::NeedOpened{.need = "n1", .code = "RMTS"});
  OnCase(casework::NeedOpened{.need = "n2", .code = "RMTX"});
  OnCase(casework::NeedMet{.need = "n2"});
  OnCase(casework::FollowUpStarted{.visit_by = now_ + absl::Hours(100)});
  EXPECT_EQ(CaseLines(casework::Stage::kFollowUp), 1u);
  EXPECT_EQ(Board().stages.size(), 1u);
  OnCase(casework::Erased{});
  // Nor does anything bring it back.
  OnCase(casework::DetailsCorrected{.subcounty = "004"});
  EXPECT_EQ(CaseLines(casework::Stage::kFollowUp), 0u);
  EXPECT_TRUE(Board().stages.empty()) << "it would stand there as an open case for ever";
  for (const board::NeedsLine& line : Board().needs) {
    EXPECT_EQ(line.counters, board::NeedCounters{}) << line.code;
  }
  for (const char* subcounty : {"003", "004"}) {
    EXPECT_EQ(Lines(board::NeedLines(false, "RMTS", subcounty)), 0u);
    EXPECT_EQ(Lines(board::NeedLines(true, "RMTX", subcounty)), 0u);
  }
}

// What a file that was taken back brought along would be counted again with the right one.
TEST_F(BoardSteps, ANeedCountsAsMetOnlyOfACaseThatWasOne) {
  const auto met = [&] {
    uint64_t counted = 0;
    const board::Board all = Board();
    for (const board::NeedsLine& line : all.needs) counted += line.counters.met;
    EXPECT_EQ(Lines(board::NeedLines(true, "RMTS", "003")), counted);
    return counted;
  };
  const std::pair<AnyEvent, uint64_t> ends[] = {
      {casework::Closed{.reason = "COEN", .closed_at = now_}, 1},
      {casework::ScreenedOut{.reason = "NOT_A_CHILD"}, 0},
      {casework::DuplicateDecided{.same = true}, 0},
      {casework::ImportReverted{}, 0},
      {casework::Erased{}, 0}};
  for (const auto& [end, more] : ends) {
    const std::string code(TypeOf(end));
    Identify(code);
    Do({{CaseStream(code), casework::NeedOpened{.need = "n1", .code = "RMTS"}},
        {CaseStream(code), casework::NeedMet{.need = "n1"}}});
    const uint64_t before = met();
    Do({{CaseStream(code), end}});
    EXPECT_EQ(met(), before - 1 + more) << code;
  }
  EXPECT_EQ(met(), 1u);
}

// Nor is it a case that was brought to its end.
TEST_F(BoardSteps, WhatProvedToBeNoCaseOnceItWasRegisteredCountsAsScreenedOut) {
  Report("C", {.category = "CSRG"});
  OnCase(casework::Registered{.owner_agency = "ag-office", .registered_at = now_});
  EXPECT_EQ(Found(), 1u);
  OnCase(casework::ClosureRequested{.reason = "NOT_A_CASE"});
  EXPECT_EQ(Found(), 1u) << "nobody has approved that";
  OnCase(casework::Closed{.reason = "NOT_A_CASE", .closed_at = now_});
  EXPECT_EQ(Found(), 0u);
  EXPECT_EQ(CaseLines(casework::Stage::kClosed), 0u);
  EXPECT_EQ(CaseLines(casework::Stage::kScreenedOut), 1u);
  ASSERT_EQ(Board().stages.size(), 1u);
  EXPECT_EQ(Board().stages[0].stage, casework::Stage::kScreenedOut);
  OnCase(casework::Reopened{.assess_by = now_});
  EXPECT_EQ(Found(), 1u);
  EXPECT_EQ(CaseLines(casework::Stage::kScreenedOut), 0u);
}

TEST_F(BoardSteps, AChildFoundIsARegisteredCaseOfExploitation) {
  Report("C", {.category = "CSIC"});
  OnCase(casework::Registered{.owner_agency = "ag-office", .registered_at = now_});
  EXPECT_EQ(Found(), 0u) << "neglect";
  const std::string other = CaseStream("D");
  Report("D", {.category = "CSRG"});
  EXPECT_EQ(Found(), 0u) << "so far it is a report";
  Do({{other, casework::Registered{.owner_agency = "ag-office", .registered_at = now_}}});
  EXPECT_EQ(Found(), 1u);
  OnCase(casework::DetailsCorrected{.categories = {{.category = "CCOA", .subcategory = "OAOG"}}});
  EXPECT_EQ(Found(), 2u);
  OnCase(casework::DetailsCorrected{.ward = "12"});
  EXPECT_EQ(Found(), 2u) << "what is not said stays";
  OnCase(casework::DetailsCorrected{.categories = {{.category = "CCCT"}}});
  EXPECT_EQ(Found(), 1u);
  Do({{other, casework::Closed{.reason = "COEN", .closed_at = now_}}});
  EXPECT_EQ(Found(), 1u);
  Do({{other, casework::Erased{}}});
  EXPECT_EQ(Found(), 0u);
}

TEST_F(BoardSteps, WhatProvesToBeNoCaseIsNoChildFound) {
  const AnyEvent ends[] = {casework::DuplicateDecided{.same = true}, casework::ImportReverted{}};
  for (const AnyEvent& end : ends) {
    const std::string code(TypeOf(end));
    Report(code, {.category = "CSTC"});
    Do({{CaseStream(code),
         casework::Registered{.owner_agency = "ag-office", .registered_at = now_}}});
    EXPECT_EQ(Found(), 1u);
    Do({{CaseStream(code), end}});
    EXPECT_EQ(Found(), 0u) << code;
  }
}

TEST_F(BoardSteps, AClosedCaseThatRepeatsAnotherIsCountedAndListedAsClosedNoMore) {
  Report("C", {.category = "CSTC"});
  OnCase(casework::Registered{.owner_agency = "ag-office", .registered_at = now_});
  OnCase(casework::Closed{.reason = "COEN", .closed_at = now_});
  EXPECT_EQ(Found(), 1u);
  EXPECT_EQ(CaseLines(casework::Stage::kClosed), 1u);
  OnCase(casework::DuplicateDecided{.of = "D", .same = true});
  EXPECT_EQ(Found(), 0u);
  EXPECT_EQ(CaseLines(casework::Stage::kClosed), 0u);
}

// An emergency's hours are told by the hour, so a day more would be most of them.
TEST_F(BoardSteps, WhatIsOpenHasWaitedNoLongerThanItHasBeenOpen) {
  const absl::Time morning = StartOfUtcDay(UtcDay(now_)) + absl::Hours(1);
  const absl::Time evening = morning + absl::Hours(19);
  const auto send = [&](const std::string& code, absl::Time at) {
    Do({{ReferralStream(code), referral::Sent{.referral = code,
                                              .to_agency = "ag-police",
                                              .sent_at = at,
                                              .decide_by = at + absl::Hours(72)}}});
  };
  send("R", morning);
  Do({{ReferralStream("R"), referral::Accepted{.accepted_at = morning + absl::Hours(6)}}});
  for (const char* code : {"S", "T", "U"}) send(code, evening);
  const auto half = [&](absl::Time now) {
    return board::ReadBoard(*Rows("board"), {.now = now})->county.decide_p50;
  };
  EXPECT_EQ(half(evening + absl::Hours(2)), absl::Hours(6))
      << "the three of two hours ago say nothing of the sixth";
  EXPECT_EQ(half(evening + absl::Hours(48)), std::nullopt) << "now they do";
}

TEST_F(BoardSteps, AnOfficeThatIsAskedForACaseDoesNotKeepItWhenItIsErased) {
  ExpectGoneFromWhoWasAsked(casework::Erased{});
}

TEST_F(BoardSteps, AnOfficeThatIsAskedForACaseDoesNotKeepItWhenItIsADuplicate) {
  ExpectGoneFromWhoWasAsked(casework::DuplicateDecided{.same = true});
}

}  // namespace
}  // namespace rufaa
