// The views' own reading of how a case or referral stands must be the domain's.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/base/local_day.h"
#include "domain/casework/case.h"
#include "domain/referral/referral.h"
#include "projections/core/view.h"
#include "projections/tracks/case_track.h"
#include "projections/tracks/referral_track.h"
#include "tests/projections/history_log.h"

namespace rufaa {
namespace {

template <class Variant>
std::optional<Variant> As(const AnyEvent& any) {
  return std::visit(
      [](const auto& event) -> std::optional<Variant> {
        if constexpr (kIsOneOf<std::decay_t<decltype(event)>, Variant>) {
          return Variant(event);
        } else {
          return std::nullopt;
        }
      },
      any);
}

std::optional<absl::Time> DueOf(const std::optional<Deadline>& deadline) {
  return deadline ? std::make_optional(deadline->due) : std::nullopt;
}

TEST(Tracks, AgreeWithTheDomainOverRandomHistories) {
  RandomHistory history({.seed = 11});
  MemoryLog log;
  Append(log, history, 4000);
  std::map<std::string, std::pair<casework::State, CaseTrack>> cases;
  std::map<std::string, std::pair<referral::State, ReferralTrack>> referrals;
  std::set<std::string> types;
  int presented = 0;
  ASSERT_TRUE(log.Read(0,
                       [&](const Commit& commit) {
                         const DecodedCommit decoded = *Decode(commit);
                         for (size_t i = 0; i < decoded.events.size(); ++i) {
                           types.insert(commit.proposal.events[i].type);
                           const std::string& stream = commit.proposal.events[i].stream;
                           if (auto event = As<casework::Event>(decoded.events[i])) {
                             auto& [state, track] = cases[stream];
                             state = casework::Evolve(std::move(state), *event);
                             Follow(track, decoded.events[i], commit.proposal.occurred_at);
                             EXPECT_EQ(track.stage, state.stage);
                             EXPECT_EQ(track.due, DueOf(state.deadline));
                             EXPECT_EQ(DueInCourt(track),
                                       casework::DueWhat(state) ==
                                           casework::DueWhat(casework::Stage::kEmergency, true));
                             EXPECT_EQ(track.owner_agency, state.owner_agency);
                             EXPECT_EQ(track.owner_person, state.owner_person);
                             EXPECT_EQ(track.risk, state.risk);
                             EXPECT_EQ(track.closure_requested,
                                       !state.closure_requested_by.empty());
                             presented += state.stage == casework::Stage::kEmergency &&
                                          track.risk_due && track.due == track.risk_due;
                           } else if (auto event = As<referral::Event>(decoded.events[i])) {
                             auto& [state, track] = referrals[stream];
                             state = referral::Evolve(std::move(state), *event);
                             Follow(track, decoded.events[i], commit.proposal.occurred_at,
                                    commit.recorded_at);
                             EXPECT_EQ(track.stage, state.stage);
                             EXPECT_EQ(track.due, DueOf(state.deadline));
                             EXPECT_EQ(track.escalated, state.escalated);
                             EXPECT_EQ(track.from_agency, state.from_agency);
                             EXPECT_EQ(Turn(track), referral::InfoOf(state.stage).turn);
                           }
                         }
                         return !testing::Test::HasFailure();
                       })
                  .ok());
  EXPECT_GT(referrals.size(), 100u);
  EXPECT_GT(presented, 0) << "removed, before the court, and nothing done since";
  for (const char* type : {"case.emergency-declared", "case.child-moved", "case.court-date-vacated",
                           "case.reassigned", "case.need-reopened", "case.transfer-requested",
                           "case.transfer-accepted", "case.transfer-declined"}) {
    EXPECT_TRUE(types.contains(type)) << type;
  }
}

// What no random history tells: promises that are missed, and appointments that stand for later.
TEST(Tracks, AgreeWithTheDomainOnAPromiseThatIsToldOf) {
  const absl::Time noon = absl::FromUnixSeconds(1'770'000'000);
  const auto in = [noon](int hours) { return noon + absl::Hours(hours); };
  const auto told = [in](int was_due, std::optional<absl::Time> act_by) {
    return referral::Escalated{"SUPERVISOR", "OVERDUE", in(was_due), act_by};
  };
  struct Step {
    referral::Event event;
    bool escalated;
    std::optional<absl::Time> due;
  };
  const std::vector<Step> steps = {
      {referral::Sent{.urgency = Urgency::kUrgent, .sent_at = noon, .decide_by = in(72)}, false,
       in(72)},
      {referral::Accepted{.serve_by = in(72), .accepted_at = noon}, false, in(72)},
      {referral::Scheduled{.at = in(500), .act_by = in(72)}, false, in(72)},
      {told(72, in(524)), true, in(524)},
      {referral::NoShow{.at = in(500), .act_by = in(572)}, true, in(572)},
      {referral::Scheduled{.at = in(600), .act_by = in(624)}, true, in(624)},
      {told(624, std::nullopt), true, in(624)},
      {referral::ServiceRecorded{.at = in(630), .complete_by = in(3000)}, false, in(3000)},
      {told(3000, std::nullopt), true, in(3000)},
      {referral::Completed{.outcome = "SERVED", .at = in(3001)}, false, std::nullopt}};
  referral::State state;
  ReferralTrack track;
  for (const Step& step : steps) {
    state = referral::Evolve(std::move(state), step.event);
    std::visit([&](const auto& event) { Follow(track, event, noon, noon); }, step.event);
    EXPECT_EQ(track.escalated, step.escalated) << referral::Name(track.stage);
    EXPECT_EQ(state.escalated, step.escalated) << referral::Name(state.stage);
    EXPECT_EQ(track.due, step.due) << referral::Name(track.stage);
    EXPECT_EQ(DueOf(state.deadline), step.due) << referral::Name(state.stage);
  }
}

// Nor any closure: what is asked for in one stage, and what becomes of that in the next.
TEST(Tracks, AgreeWithTheDomainOnAClosureThatIsAskedFor) {
  const absl::Time noon = absl::FromUnixSeconds(1'770'000'000);
  const casework::ClosureRequested asked{.reason = "COEN", .requested_by = "p-officer"};
  const casework::Closed closed{.reason = "COEN", .requested_by = "p-officer", .closed_at = noon};
  struct Step {
    casework::Event event;
    bool asked;
    std::string reason;
  };
  const std::vector<Step> steps = {
      {casework::Identified{.code = "C", .identified_at = noon, .register_by = noon}, false, ""},
      {casework::AssessmentStarted{.assess_by = noon}, false, ""},
      {asked, true, "COEN"},
      {casework::NoteAdded{}, true, "COEN"},
      {casework::ClosureRefused{.reason = "visit again"}, false, ""},
      {asked, true, "COEN"},
      {casework::PlanDrafted{.review_on = LocalDay(noon)}, false, ""},
      {casework::ClosureRefused{.reason = "late"}, false, ""},
      {asked, true, "COEN"},
      {casework::PlanDrafted{.review_on = LocalDay(noon)}, true, "COEN"},
      {casework::TransferRequested{.to_agency = "ag-other", .answer_by = noon}, false, ""},
      {casework::TransferDeclined{}, false, ""},
      {asked, true, "COEN"},
      {casework::EmergencyDeclared{.court_by = noon}, false, ""},
      {asked, true, "COEN"},
      {closed, false, "COEN"},
      {casework::Reopened{.assess_by = noon}, false, ""}};
  casework::State state;
  CaseTrack track;
  int step = 0;
  for (const Step& one : steps) {
    state = casework::Evolve(std::move(state), one.event);
    std::visit([&](const auto& event) { Follow(track, event, noon); }, one.event);
    EXPECT_EQ(!state.closure_requested_by.empty(), one.asked) << step;
    EXPECT_EQ(track.closure_requested, one.asked) << step;
    EXPECT_EQ(track.closure_reason, one.reason) << step;
    ++step;
  }
}

TEST(Tracks, KnowWhichStagesAreTheEnd) {
  for (const referral::StageRow& row : referral::Stages()) {
    EXPECT_EQ(IsFinal(row.stage), row.final) << row.name;
  }
}

}  // namespace
}  // namespace rufaa
