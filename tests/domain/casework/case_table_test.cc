#include "domain/casework/case_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "domain/base/diagram.h"
#include "domain/base/local_day.h"
#include "domain/casework/case.h"
#include "tests/support/casebook.h"

namespace rufaa::casework {
namespace {

State At(Stage stage) {
  State state = RegisteredCase().kase;
  state.stage = stage;
  state.transfer_to = "a-likoni";
  state.before_transfer = Stage::kRegistered;
  return state;
}

TEST(CaseTable, EveryStageCanBeReachedFromTheBeginning) {
  std::set<Stage> reached = {Stage::kAbsent};
  for (size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const TransitionRow& row : Transitions()) {
      for (const StageRow& from : Stages()) {
        if (row.to && row.from.Has(from.stage) && reached.contains(from.stage)) {
          reached.insert(*row.to);
        }
      }
    }
  }
  EXPECT_EQ(reached.size(), Stages().size());
}

TEST(CaseTable, EveryStageHasAnOwnerAndAClockUnlessItIsFinal) {
  for (const StageRow& stage : Stages()) {
    EXPECT_EQ(stage.turn == Party::kNobody, stage.final) << stage.name;
    const bool waits = !stage.final && stage.stage != Stage::kAbsent;
    EXPECT_EQ(!stage.clock.empty(), waits) << stage.name;
  }
}

TEST(CaseTable, WhatIsDueIsSaidInOneWord) {
  EXPECT_EQ(DueWhat(Stage::kIdentified), "register");
  EXPECT_EQ(DueWhat(Stage::kRegistered), "act");
  EXPECT_EQ(DueWhat(Stage::kClosed), "");
  EXPECT_EQ(DueWhat(Stage::kEmergency, true), "bring to court");
  EXPECT_EQ(DueWhat(Stage::kEmergency), "act") << "it was before the court";
}

TEST(CaseTable, NoStageHasTwoRowsOfOneVerb) {
  for (const StageRow& stage : Stages()) {
    for (Verb verb : AllVerbs()) {
      int rows = 0;
      for (const TransitionRow& row : Transitions()) {
        rows += row.verb == verb && row.from.Has(stage.stage) ? 1 : 0;
      }
      EXPECT_LE(rows, 1) << Name(verb) << " in " << stage.name;
    }
  }
}

TEST(CaseTable, TheWorkflowIsTheDepartmentsOwn) {
  using enum Stage;
  const std::set<std::pair<Stage, Stage>> expected = {
      {kAbsent, kIdentified},
      {kIdentified, kRegistered},
      {kIdentified, kEmergency},
      {kIdentified, kScreenedOut},
      {kEmergency, kRegistered},
      {kEmergency, kAssessment},
      {kRegistered, kAssessment},
      {kRegistered, kEmergency},
      {kRegistered, kTransferPending},
      {kAssessment, kPlanned},
      {kAssessment, kEmergency},
      {kAssessment, kClosed},
      {kPlanned, kImplementation},
      {kImplementation, kFollowUp},
      {kImplementation, kPlanned},
      {kImplementation, kEmergency},
      {kFollowUp, kImplementation},
      {kFollowUp, kPlanned},
      {kFollowUp, kClosed},
      {kFollowUp, kTransferPending},
      {kFollowUp, kEmergency},
      {kClosed, kAssessment},
      {kTransferPending, kRegistered},
  };
  const EnumSet<Stage> by_form_9a = {kAssessment, kFollowUp};
  const EnumSet<Stage> midway = {kAssessment, kPlanned, kImplementation};
  std::set<std::pair<Stage, Stage>> actual;
  for (const TransitionRow& row : Transitions()) {
    for (const StageRow& from : Stages()) {
      if (!row.to || !row.from.Has(from.stage) || from.stage == *row.to) continue;
      // Not the department's: what the hub itself takes back or joins, that the case of a child
      // that is lost or died, or that never was one, ends wherever it stands, and that neither
      // danger nor a family that moves waits for a plan to be approved and carried out.
      if (*row.to == kReverted || *row.to == kDuplicate) continue;
      if (from.stage == kPlanned && *row.to == kEmergency) continue;
      if (row.verb == Verb::kApproveClosure && !by_form_9a.Has(from.stage)) continue;
      if (row.verb == Verb::kRequestTransfer && midway.Has(from.stage)) continue;
      actual.insert({from.stage, *row.to});
    }
  }
  EXPECT_EQ(actual, expected);
}

// What the table has no row for is refused by state, whoever of the owners asks; and what an
// outsider asks is refused without a word of the state.
TEST(CaseTable, RefusesEveryPairOfStageAndVerbThatItHasNoRowFor) {
  const Rules rules;
  const auto refused = [&](const State& state, const Command& command, const char* reason) {
    EXPECT_EQ(ReasonOf(Decide(state, command, rules)), reason) << Name(state.stage);
  };
  for (const StageRow& stage : Stages()) {
    if (stage.stage == Stage::kAbsent) continue;
    const auto absent = [&](Verb verb) {
      return FindTransition(Transitions(), stage.stage, verb) == nullptr;
    };
    const State state = At(stage.stage);
    const Acting by = people::Supervisor();
    const std::vector<std::pair<Verb, Command>> commands = {
        {Verb::kRegister, Register{by, "s", {}, {}}},
        {Verb::kSetRisk, SetRisk{by, "RLLW", {}}},
        {Verb::kMoveChild,
         MoveChild{by, "HOSPITAL", "a-h", "HEALTH", true, "NO_ROOM", {}, false, {}}},
        {Verb::kScreenOut, ScreenOut{by, "NOT_A_CHILD", {}}},
        {Verb::kStartAssessment, StartAssessment{by}},
        {Verb::kRecordAssessment, RecordAssessment{by, true, {}, {}}},
        {Verb::kOpenNeed, OpenNeed{by, "n7", "RMPC", Urgency::kNormal}},
        {Verb::kDraftPlan, DraftPlan{by, LocalDay(by.now) + 1}},
        {Verb::kApprovePlan, ApprovePlan{by}},
        {Verb::kStartImplementation, StartImplementation{by}},
        {Verb::kRecordVisit, RecordVisit{by, LocalDay(by.now), {}, false, {}}},
        {Verb::kStartFollowUp, StartFollowUp{by}},
        {Verb::kRefuseClosure, RefuseClosure{by, "x"}},
        {Verb::kApproveClosure, ApproveClosure{by}},
        {Verb::kReopen, Reopen{by, "RELAPSE"}},
        {Verb::kRequestTransfer, RequestTransfer{by, "a-likoni", "CHILDREN_OFFICE"}},
        {Verb::kAcceptTransfer, AcceptTransfer{by, {}, {}}},
        {Verb::kDeclineTransfer, DeclineTransfer{by, "x"}},
        {Verb::kReassign, Reassign{by, "p-other", {}}},
        {Verb::kGiveConsent, ConsentFor("a-x")},
        {Verb::kMakeOrder, MakeOrder{by, "o", "OREM", LocalDay(by.now), {}, {}, {}, {}}},
        {Verb::kAddNote, AddNote{by, Secret()}},
        {Verb::kFlagDuplicate, FlagDuplicate{by, "C-2", true}},
    };
    for (const auto& [verb, command] : commands) {
      if (absent(verb)) refused(state, command, "NOT_ALLOWED_IN_STATE");
      Command outside = command;
      std::visit([](auto& c) { c.by = people::Hospital(); }, outside);
      refused(state, outside, "NOT_FOUND_OR_NOT_YOURS");
    }
  }
}

TEST(CaseTable, AllowedActionsAreNeverRefusedForTheirStateOrParty) {
  for (const StageRow& stage : Stages()) {
    const State state = At(stage.stage);
    for (const Acting& by : {people::Officer(), people::Supervisor(), people::Chv(),
                             people::OtherOffice(), people::Dpo(), people::Hospital()}) {
      for (Verb verb : AllowedActions(state, by)) {
        const TransitionRow* row = FindTransition(Transitions(), stage.stage, verb);
        ASSERT_NE(row, nullptr);
        EXPECT_TRUE(row->who.Meets(PartiesOf(state, by))) << Name(verb);
      }
    }
  }
}

TEST(CaseTable, TheDiagramInTheDocsIsCurrent) {
  const std::string page =
      DiagramPage("A child's case", "domain/casework/case_table.cc", Transitions(), Stages(),
                  std::optional(Verb::kDeclineTransfer));
  std::ifstream file("docs/diagrams/case.md");
  std::stringstream committed;
  committed << file.rdbuf();
  // Written beside, so that a change of the table needs only a copy.
  if (committed.str() != page) std::ofstream(testing::TempDir() + "/case.md") << page;
  EXPECT_EQ(committed.str(), page) << "current page: " << testing::TempDir() << "/case.md";
}

}  // namespace
}  // namespace rufaa::casework
