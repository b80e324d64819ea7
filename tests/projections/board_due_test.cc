// What the list behind the board tells officers to be due next must be what the domain says is.
#include <map>
#include <set>
#include <tuple>

#include "domain/base/local_day.h"
#include "domain/casework/case.h"
#include "domain/clocks/clocks.h"
#include "projections/board/lines.h"
#include "projections/board/reader.h"
#include "tests/projections/view_steps.h"

namespace rufaa {
namespace {

using casework::Stage;

// Of each case of a log, by its code, as the domain has it.
std::map<std::string, casework::State> CasesOf(CountyLog& log) {
  std::map<std::string, casework::State> cases;
  EXPECT_TRUE(
      log.Read(0,
               [&](const Commit& commit) {
                 const DecodedCommit decoded = *Decode(commit);
                 for (size_t i = 0; i < decoded.events.size(); ++i) {
                   const std::string& stream = commit.proposal.events[i].stream;
                   std::visit(
                       [&](const auto& event) {
                         if constexpr (kIsOneOf<std::decay_t<decltype(event)>, casework::Event>) {
                           auto& state = cases[std::string(IdOfStream(stream))];
                           state = casework::Evolve(std::move(state), event);
                         }
                       },
                       decoded.events[i]);
                 }
                 return true;
               })
          .ok());
  return cases;
}

std::optional<absl::Time> DueOf(const casework::State& state) {
  return state.deadline ? std::make_optional(state.deadline->due) : std::nullopt;
}

class BoardDue : public ViewSteps {
 protected:
  // The board's, which is the domain's.
  absl::Time Due() {
    const casework::State state = CasesOf(log_).at("C");
    const board::CaseState shown = *board::ReadCaseState(*Rows("board"), "C");
    EXPECT_EQ(shown.track.due, DueOf(state));
    EXPECT_EQ(shown.track.stage, state.stage);
    return shown.track.due.value_or(absl::InfinitePast());
  }
  absl::Time In(int hours) const { return now_ + absl::Hours(hours); }
};

TEST_F(BoardDue, AfterARiskWasSetItIsTheRisks) {
  Identify();
  OnCase(casework::Registered{.owner_agency = "ag-office"});
  EXPECT_EQ(Due(), In(24));
  OnCase(casework::RiskSet{.risk = "RLLW", .act_by = In(168)});
  EXPECT_EQ(Due(), In(168));
}

TEST_F(BoardDue, AChildThatWasBeforeTheCourtIsNotDueThere) {
  Identify();
  OnCase(casework::Registered{.owner_agency = "ag-office"});
  OnCase(casework::EmergencyDeclared{.court_by = In(72)});
  OnCase(casework::CourtDateSet{.matter = "m1", .at = In(40)});
  OnCase(casework::AssessmentStarted{.assess_by = In(336)});
  EXPECT_EQ(Due(), In(72));
  OnCase(casework::CourtDateSet{.matter = "another", .at = In(44)});
  OnCase(casework::CourtAttended{.matter = "another"});
  EXPECT_EQ(Due(), In(72)) << "not in the matter that it is about";
  OnCase(casework::CourtDateVacated{.matter = "m1"});
  EXPECT_EQ(Due(), In(72)) << "the next that is set takes its place";
  OnCase(casework::CourtDateSet{.matter = "m2", .at = In(48)});
  OnCase(casework::CourtAttended{.matter = "m2"});
  EXPECT_EQ(Due(), In(336));
}

TEST_F(BoardDue, OfAnEmergencyThatWasBeforeTheCourtItIsTheRisksFromThen) {
  Identify();
  OnCase(casework::RiskSet{.risk = "RLHG", .act_by = In(24)});
  OnCase(casework::EmergencyDeclared{.court_by = In(72), .matter = "m1"});
  OnCase(casework::CourtDateSet{.matter = "m1", .at = In(48)});
  EXPECT_EQ(Due(), In(72));
  OnCase(casework::CourtAttended{.matter = "m1", .act_by = In(48 + 24)});
  EXPECT_EQ(Due(), In(48 + 24));
}

TEST_F(BoardDue, AfterAVisitItIsTheNextOne) {
  Identify();
  OnCase(casework::FollowUpStarted{.visit_by = In(700)});
  OnCase(casework::VisitRecorded{.next_by = In(1400)});
  EXPECT_EQ(Due(), In(1400));
}

TEST_F(BoardDue, AfterATransferItIsFromWhenItWasAccepted) {
  Identify();
  OnCase(casework::RiskSet{.risk = "RLHG", .act_by = In(24)});
  OnCase(casework::Registered{.owner_agency = "ag-office"});
  OnCase(casework::TransferRequested{.to_agency = "ag-other", .answer_by = In(72)});
  EXPECT_EQ(Due(), In(72));
  OnCase(casework::TransferAccepted{.owner_agency = "ag-other", .act_by = In(94)});
  EXPECT_EQ(Due(), In(94));
}

TEST_F(BoardDue, OfAPlanItIsTheEndOfTheDayOfItsReview) {
  Identify();
  OnCase(casework::PlanDrafted{.review_on = absl::CivilDay(2026, 3, 31)});
  EXPECT_EQ(Due(), StartOfLocalDay(absl::CivilDay(2026, 4, 1)));
}

// By agency to act, sub-county, stage and whether it is due in court: how many by days overdue.
using Late =
    std::map<std::tuple<std::string, std::string, Stage, bool>, std::map<int64_t, uint64_t>>;

Late LateOf(const ViewSnapshot& rows, absl::Time now) {
  const board::Board board = *board::ReadBoard(rows, {.now = now});
  Late late;
  for (const board::LateCasesLine& line : board.late_cases) {
    auto& days = late[{line.agency, line.subcounty, line.stage, line.in_court}];
    for (const board::Bucket& bucket : line.late.buckets) days[bucket.at] = bucket.n;
  }
  return late;
}

// `now`: where a quarter of a day begins, so that what is overdue is exact.
Late Recount(const std::map<std::string, casework::State>& cases, absl::Time now) {
  constexpr absl::Duration kQuarter = absl::Hours(6);
  Late late;
  for (const auto& [code, state] : cases) {
    if (state.erased || !state.deadline || state.deadline->due >= now) continue;
    const bool in_court = state.deadline->rule == clock::kToCourt;
    const bool asked = state.stage == Stage::kTransferPending && !in_court;
    const absl::Duration counted = absl::Floor(now - state.deadline->due, kQuarter);
    const bool whole = counted == now - state.deadline->due;
    const int64_t days = (whole ? counted - kQuarter : counted) / absl::Hours(24);
    ++late[{asked ? state.transfer_to : state.owner_agency, state.subcounty, state.stage, in_court}]
          [days];
  }
  return late;
}

TEST_F(BoardDue, ACaseIsOverdueByTheClockThatIsDueNextAndByWhoMustAct) {
  using Days = std::map<int64_t, uint64_t>;
  const auto late = [&](int hours) { return LateOf(*Rows("board"), In(hours)); };
  Identify();
  EXPECT_TRUE(late(24).empty());
  EXPECT_EQ(late(24 + 6), (Late{{{"ag-office", "003", Stage::kIdentified, false}, Days{{0, 1}}}}));
  OnCase(casework::Registered{.owner_agency = "ag-office"});
  OnCase(casework::RiskSet{.risk = "RLLW", .act_by = In(168)});
  EXPECT_TRUE(late(168).empty()) << "a risk moves the clock alone";
  const Late acts = {{{"ag-office", "003", Stage::kRegistered, false}, Days{{4, 1}}}};
  EXPECT_EQ(late(168 + 5 * 24), acts);
  OnCase(casework::EmergencyDeclared{.court_by = In(72)});
  EXPECT_EQ(late(168), (Late{{{"ag-office", "003", Stage::kEmergency, true}, Days{{3, 1}}}}));
  OnCase(casework::CourtAttended{.matter = "m1", .act_by = In(100)});
  OnCase(casework::TransferRequested{.to_agency = "ag-other", .answer_by = In(120)});
  EXPECT_EQ(late(150), (Late{{{"ag-other", "003", Stage::kTransferPending, false}, Days{{1, 1}}}}));
  OnCase(casework::TransferAccepted{.owner_agency = "ag-other"});
  OnCase(casework::AssessmentStarted{.assess_by = In(400)});
  OnCase(casework::DetailsCorrected{.subcounty = "002"});
  EXPECT_EQ(late(424), (Late{{{"ag-other", "002", Stage::kAssessment, false}, Days{{0, 1}}}}));
  OnCase(casework::Closed{.closed_at = now_});
  EXPECT_TRUE(late(10'000).empty());
}

TEST_F(BoardDue, OverdueCasesAreThoseOfTheDomainOverRandomHistories) {
  RandomHistory history({.seed = 29, .slower = 20});
  Append(log_, history, 4000);
  const auto rows = Rows("board");
  const auto cases = CasesOf(log_);
  std::set<Stage> stages;
  const absl::Time end = absl::FromUnixSeconds(absl::ToUnixSeconds(history.now()) / 21600 * 21600);
  for (const int days : {-30, -3, 0, 20, 400}) {
    const absl::Time now = end + days * absl::Hours(24);
    const Late late = LateOf(*rows, now);
    EXPECT_EQ(late, Recount(cases, now)) << days;
    for (const auto& [key, unused] : late) stages.insert(std::get<Stage>(key));
  }
  EXPECT_GE(stages.size(), 3u);
}

TEST_F(BoardDue, OverRandomHistories) {
  RandomHistory history({.seed = 23});
  Append(log_, history, 3000);
  const auto rows = Rows("board");
  const auto cases = CasesOf(log_);
  EXPECT_GT(cases.size(), 50u);
  for (const auto& [code, state] : cases) {
    EXPECT_EQ(board::ReadCaseState(*rows, code)->track.due, DueOf(state)) << code;
  }
}

}  // namespace
}  // namespace rufaa
