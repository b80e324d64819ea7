// What the list behind the board tells officers to be due next must be what the domain says is.
#include <map>

#include "domain/base/local_day.h"
#include "domain/casework/case.h"
#include "projections/board/lines.h"
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
