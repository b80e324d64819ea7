// What of an office's cases waits for a decision: in its caseload apart, for as long as it waits.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "domain/base/local_day.h"
#include "domain/casework/case.h"
#include "projections/caseload/caseload.h"
#include "tests/projections/view_steps.h"

namespace rufaa {
namespace {

using Codes = std::vector<std::string>;

// Each as "CODE what", in their order; the counter agrees with them.
Codes AwaitingAt(const ViewSnapshot& rows, absl::string_view agency) {
  const absl::StatusOr<caseload::Page> page =
      caseload::ReadPage(rows, agency, caseload::Part::kAwaiting, 100'000);
  EXPECT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->awaiting, page->lines.size());
  Codes codes;
  for (const caseload::Line& line : page->lines) {
    codes.push_back(absl::StrCat(line.case_code, " ", caseload::Awaits(line.row)));
  }
  return codes;
}

class AwaitingTest : public ViewSteps {
 protected:
  Codes At(absl::string_view agency) { return AwaitingAt(*Rows("caseload"), agency); }
  void DraftPlan(const std::string& code, int days) {
    Do({{CaseStream(code),
         casework::PlanDrafted{.review_on = LocalDay(now_) + days, .drafted_by = "p-1"}}});
  }
};

TEST_F(AwaitingTest, APlanWaitsUntilItIsApprovedAndAgainOnceItIsDrawnUpAnew) {
  Identify();
  EXPECT_EQ(At("ag-office"), Codes{});
  DraftPlan("C", 89);
  EXPECT_EQ(At("ag-office"), Codes{"C plan"});
  OnCase(casework::NeedOpened{.need = "n1"});
  const auto page =
      *caseload::ReadPage(*Rows("caseload"), "ag-office", caseload::Part::kAwaiting, 10);
  EXPECT_EQ(page.lines[0].row.open_needs, 1u) << "it is the case's row, however it changes";
  EXPECT_EQ(page.active, 1u) << "it is no case more";
  OnCase(casework::PlanApproved{.approved_by = "p-2"});
  EXPECT_EQ(At("ag-office"), Codes{});
  DraftPlan("C", 30);
  EXPECT_EQ(At("ag-office"), Codes{"C plan"});
}

TEST_F(AwaitingTest, AClosureWaitsUntilItIsRefusedOrApproved) {
  Identify();
  OnCase(casework::AssessmentStarted{.assess_by = now_ + absl::Hours(24)});
  OnCase(casework::ClosureRequested{.reason = "COEN"});
  EXPECT_EQ(At("ag-office"), Codes{"C closure"});
  OnCase(casework::ClosureRefused{.reason = "no"});
  EXPECT_EQ(At("ag-office"), Codes{});
  OnCase(casework::ClosureRequested{.reason = "COEN"});
  EXPECT_EQ(At("ag-office"), Codes{"C closure"});
  OnCase(casework::Closed{.reason = "COEN", .closed_at = now_});
  OnCase(casework::Reopened{.assess_by = now_ + absl::Hours(24)});
  EXPECT_EQ(At("ag-office"), Codes{});
}

TEST_F(AwaitingTest, AClosureThatWasAskedForInAnotherStageWaitsNoMore) {
  Identify();
  OnCase(casework::AssessmentStarted{.assess_by = now_ + absl::Hours(24)});
  OnCase(casework::ClosureRequested{.reason = "COEN"});
  DraftPlan("C", 30);
  EXPECT_EQ(At("ag-office"), Codes{"C plan"});
  OnCase(casework::ClosureRequested{.reason = "COEN"});
  EXPECT_EQ(At("ag-office"), Codes{"C closure"});
  OnCase(casework::TransferRequested{.to_agency = "ag-other", .answer_by = now_ + absl::Hours(48)});
  OnCase(casework::TransferDeclined{});
  EXPECT_EQ(At("ag-office"), Codes{"C plan"}) << "nobody may approve what the domain has forgotten";
}

TEST_F(AwaitingTest, ATransferWaitsAtTheOfficeThatIsAskedAndNotAtTheOneThatAsks) {
  Identify();
  OnCase(casework::Registered{.owner_agency = "ag-office"});
  const auto ask = [&] {
    OnCase(
        casework::TransferRequested{.to_agency = "ag-other", .answer_by = now_ + absl::Hours(48)});
  };
  ask();
  EXPECT_EQ(At("ag-other"), Codes{"C transfer"});
  EXPECT_EQ(At("ag-office"), Codes{});
  OnCase(casework::TransferDeclined{});
  EXPECT_EQ(At("ag-other"), Codes{});
  ask();
  OnCase(casework::TransferAccepted{.owner_agency = "ag-other"});
  EXPECT_EQ(At("ag-other"), Codes{});
}

TEST_F(AwaitingTest, ACaseThatMayRepeatAnotherWaitsUntilOfEachSomebodyHasDecided) {
  Identify();
  OnCase(casework::DuplicateFlagged{.of = "D"});
  OnCase(casework::DuplicateFlagged{.of = "E"});
  EXPECT_EQ(At("ag-office"), Codes{"C duplicate"});
  OnCase(casework::DuplicateDecided{.of = "D", .same = false});
  EXPECT_EQ(At("ag-office"), Codes{"C duplicate"});
  DraftPlan("C", 30);
  EXPECT_EQ(At("ag-office"), Codes{"C plan"}) << "one thing at a time";
  OnCase(casework::PlanApproved{.approved_by = "p-2"});
  EXPECT_EQ(At("ag-office"), Codes{"C duplicate"});
  OnCase(casework::DuplicateDecided{.of = "E", .same = true});
  EXPECT_EQ(At("ag-office"), Codes{});
}

TEST_F(AwaitingTest, AClosedCaseThatMayRepeatAnotherWaitsToo) {
  Identify();
  OnCase(casework::Closed{.reason = "COEN", .closed_at = now_});
  OnCase(casework::DuplicateFlagged{.of = "D"});
  EXPECT_EQ(At("ag-office"), Codes{"C duplicate"});
  OnCase(casework::ImportReverted{});
  EXPECT_EQ(At("ag-office"), Codes{}) << "set aside, nobody need decide";
}

TEST_F(AwaitingTest, WhatIsDueSoonerComesFirst) {
  Identify("C");
  Identify("D");
  DraftPlan("C", 60);
  DraftPlan("D", 30);
  EXPECT_EQ(At("ag-office"), (Codes{"D plan", "C plan"}));
  OnCase(casework::CourtDateSet{.matter = "m1", .at = now_ + absl::Hours(6)});
  EXPECT_EQ(At("ag-office"), (Codes{"C plan", "D plan"}));
}

// Of which agency a decision is waited for, and of what; "": of nothing.
std::pair<std::string, std::string> Awaited(const casework::State& s) {
  if (!casework::Stands(s)) return {s.owner_agency, ""};
  const bool closed = s.stage == casework::Stage::kClosed;
  if (s.stage == casework::Stage::kTransferPending) return {s.transfer_to, "transfer"};
  if (!closed && !s.closure_requested_by.empty()) return {s.owner_agency, "closure"};
  if (s.stage == casework::Stage::kPlanned && !s.plan_approved) return {s.owner_agency, "plan"};
  return {s.owner_agency, s.duplicates_of.empty() ? "" : "duplicate"};
}

TEST(Awaiting, IsOfEveryRandomHistoryWhatTheDomainSays) {
  MemoryLog log;
  RandomHistory history{{.seed = 15}};
  std::map<std::string, casework::State> cases;  // By code.
  uint64_t read = 0;
  size_t waited = 0;
  for (int round = 0; round < 4; ++round) {
    Append(log, history, 700);
    ASSERT_TRUE(log.Read(read,
                         [&](const Commit& commit) {
                           const DecodedCommit decoded = *Decode(commit);
                           for (size_t i = 0; i < decoded.events.size(); ++i) {
                             const absl::string_view code =
                                 IdOfStream(commit.proposal.events[i].stream);
                             std::visit(
                                 [&](const auto& event) {
                                   using Event = std::decay_t<decltype(event)>;
                                   if constexpr (kIsOneOf<Event, casework::Event>) {
                                     casework::State& state = cases[std::string(code)];
                                     state =
                                         casework::Evolve(std::move(state), casework::Event(event));
                                   }
                                 },
                                 decoded.events[i]);
                           }
                           return true;
                         })
                    .ok());
    read = log.Head();
    std::map<std::string, std::set<std::string>> wanted;
    for (const auto& [code, state] : cases) {
      const auto [agency, what] = Awaited(state);
      if (!what.empty()) wanted[agency].insert(absl::StrCat(code, " ", what));
    }
    const auto rows = *Replay(log, *ViewNamed("caseload"), read);
    for (int office = 0; office < 6; ++office) {
      const std::string agency = absl::StrCat("ag-office-", office);
      const Codes found = AwaitingAt(*rows, agency);
      EXPECT_EQ(std::set<std::string>(found.begin(), found.end()), wanted[agency]) << agency;
      waited += found.size();
    }
  }
  EXPECT_GT(waited, 0u);
}

}  // namespace
}  // namespace rufaa
