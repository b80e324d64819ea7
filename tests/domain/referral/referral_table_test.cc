#include "domain/referral/referral_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "domain/base/diagram.h"
#include "domain/referral/referral.h"
#include "tests/support/people.h"
#include "tests/support/scenario.h"

namespace rufaa::referral {
namespace {

State At(Stage stage) {
  State state;
  state.stage = stage;
  state.referral = "R-1";
  state.from_agency = "a-kisauni";
  state.to_agency = "a-shelter";
  state.service = "RMPC";
  state.cancel_reason = "OTHER";
  state.deadline = Deadline{"X", people::Noon()};
  state.accepted = true;
  return state;
}

// A command for each verb that passes every check of its own, so that only the table decides.
Command Valid(Verb verb, const Acting& by) {
  const Sealed text{.child = "c", .key_id = "k", .nonce = "n", .ciphertext = "x"};
  switch (verb) {
    case Verb::kDraft: {
      Draft c{};
      c.by = by;
      c.referral = "R-1";
      c.case_code = "C-1";
      return c;
    }
    case Verb::kSend: {
      Send c{};
      c.by = by;
      c.referral = "R-1";
      c.case_code = "C-1";
      c.need = "n1";
      c.service = "RMPC";
      c.to_agency = "a-shelter";
      c.urgency = Urgency::kNormal;
      return c;
    }
    case Verb::kOpen:
      return Open{by};
    case Verb::kAskInfo:
      return AskInfo{by, text};
    case Verb::kGiveInfo:
      return GiveInfo{by, text};
    case Verb::kAccept:
      return Accept{by, {}, {}, {}, false};
    case Verb::kWaitlist:
      return Waitlist{by, {}};
    case Verb::kSchedule:
      return Schedule{by, by.now + absl::Hours(1), {}};
    case Verb::kNoShow:
      return RecordNoShow{by};
    case Verb::kCancelAppointment:
      return CancelAppointment{by, "CHILD_MOVED"};
    case Verb::kRecordService:
      return RecordService{by, {}, {}};
    case Verb::kComplete:
      return Complete{by, "SERVED"};
    case Verb::kConfirmLoop:
      return ConfirmLoop{by};
    case Verb::kDecline:
      return Decline{by, "NO_CAPACITY", {}};
    case Verb::kRedirect:
      return Redirect{by, "R-2", "a-other", "NO_CAPACITY"};
    case Verb::kCancel:
    case Verb::kRequestCancel:
      return Cancel{by, "CHILD_MOVED"};
    case Verb::kConfirmCancel:
      return ConfirmCancel{by};
    case Verb::kExpire:
      return Expire{by};
    case Verb::kNotReached:
      return RecordNotReached{by, "NO_ANSWER"};
    case Verb::kEnterInError:
      return EnterInError{by, "SENT_IN_ERROR"};
    case Verb::kEscalate:
      return Escalate{by, {}};
    case Verb::kRecipientClosed:
      return EndWithRecipient{by};
  }
  return Open{by};
}

const TransitionRow* RowOf(Stage stage, Verb verb) {
  return FindTransition(Transitions(), stage, verb);
}

Acting Of(Party party) {
  switch (party) {
    case Party::kSender:
      return people::Officer();
    case Party::kRecipient:
      return people::Shelter();
    default:
      return people::Ticker();
  }
}

constexpr Party kParties[] = {Party::kSender, Party::kRecipient, Party::kSystem};

TEST(ReferralTable, EveryStageCanBeReachedFromTheBeginning) {
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

TEST(ReferralTable, EveryStageHasAnOwnerUnlessItIsFinal) {
  for (const StageRow& stage : Stages()) {
    EXPECT_EQ(stage.turn == Party::kNobody, stage.final) << stage.name;
  }
}

TEST(ReferralTable, WhoseTurnItIsCanDoSomething) {
  for (const StageRow& stage : Stages()) {
    if (stage.final) continue;
    EXPECT_FALSE(AllowedActions(At(stage.stage), Of(stage.turn)).empty()) << stage.name;
  }
}

TEST(ReferralTable, NoEndIsLeftButForAMistakeFound) {
  for (const TransitionRow& row : Transitions()) {
    if (!row.to || row.to == Stage::kEnteredInError) continue;
    for (const StageRow& stage : Stages()) {
      EXPECT_FALSE(stage.final && row.from.Has(stage.stage)) << stage.name;
    }
  }
}

// The whole cross product: a verb is refused by state unless the table has a row, refused by party
// unless the row names the party, and otherwise leads where the row says.
TEST(ReferralTable, DecidesEveryPairOfStageAndVerbForEveryParty) {
  const Rules rules;
  int allowed = 0;
  for (const StageRow& stage : Stages()) {
    for (Verb verb : AllVerbs()) {
      for (Party party : kParties) {
        State state = At(stage.stage);
        // On the way to a cancellation, who accepted may still serve, and who did not lets go.
        state.accepted = verb != Verb::kExpire;
        const Acting by = Of(party);
        const EnumSet<Party> tied = PartiesOf(state, by);
        const bool at_once = stage.stage == Stage::kDraft || stage.stage == Stage::kSent;
        // One command serves both; which verb it is depends on the stage.
        if ((verb == Verb::kCancel) != at_once &&
            (verb == Verb::kCancel || verb == Verb::kRequestCancel)) {
          continue;
        }
        std::string expected = "NOT_ALLOWED_IN_STATE";
        std::optional<Stage> to;
        for (const TransitionRow& row : Transitions()) {
          if (row.verb != verb || !row.from.Has(stage.stage)) continue;
          if (expected != "OK") expected = "NOT_PERMITTED";
          if (row.who.Meets(tied)) {
            expected = "OK";
            to = row.to.value_or(stage.stage);
          }
        }
        if (tied.empty()) expected = "NOT_FOUND_OR_NOT_YOURS";
        const auto decision = Decide(state, Valid(verb, by), rules);
        EXPECT_EQ(ReasonOf(decision), expected)
            << Name(verb) << " in " << stage.name << " by " << Name(party);
        if (decision.ok() && to) {
          EXPECT_EQ(FoldOf(state, *decision).stage, *to) << Name(verb) << " in " << stage.name;
          ++allowed;
        }
      }
    }
  }
  EXPECT_GT(allowed, 80);
}

TEST(ReferralTable, OpenStagesHaveOneClockAndEndsHaveNone) {
  for (const StageRow& stage : Stages()) {
    const bool waits =
        !stage.final && stage.stage != Stage::kAbsent && stage.stage != Stage::kDraft;
    EXPECT_EQ(!stage.clock.empty(), waits) << stage.name;
  }
}

TEST(ReferralTable, NoVerbIsWithoutARow) {
  for (Verb verb : AllVerbs()) {
    bool found = false;
    for (const StageRow& stage : Stages()) found |= RowOf(stage.stage, verb) != nullptr;
    EXPECT_TRUE(found) << Name(verb);
  }
}

TEST(ReferralTable, TheDiagramInTheDocsIsCurrent) {
  const std::string page = DiagramPage("The referral loop", "domain/referral/referral_table.cc",
                                       Transitions(), Stages());
  std::ifstream file("docs/diagrams/referral.md");
  std::stringstream committed;
  committed << file.rdbuf();
  // Written beside, so that a change of the table needs only a copy.
  if (committed.str() != page) std::ofstream(testing::TempDir() + "/referral.md") << page;
  EXPECT_EQ(committed.str(), page) << "current page: " << testing::TempDir() << "/referral.md";
}

}  // namespace
}  // namespace rufaa::referral
