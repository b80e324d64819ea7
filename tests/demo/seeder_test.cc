#include "cli/demo/seeder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "cli/demo/county_plan.h"
#include "domain/base/local_day.h"
#include "domain/capacity/capacity.h"
#include "domain/casework/case.h"
#include "domain/codelists/areas.h"
#include "domain/codelists/codelists.h"
#include "domain/programme/programme.h"
#include "domain/referral/referral.h"
#include "eventlog/execute/aggregates.h"
#include "eventlog/memory_log.h"
#include "projections/board/board.h"
#include "projections/board/reader.h"
#include "projections/core/replay.h"
#include "services/committee/open_sums.h"
#include "tests/demo/glass_vault.h"

namespace rufaa::demo {
namespace {

absl::Time Now() {
  return absl::FromCivil(absl::CivilMinute(2026, 11, 24, 10, 0), absl::UTCTimeZone());
}

struct County {
  explicit County(uint64_t seed, int cases = 300) : clock(FoundingTime(Now())), log(&clock) {
    absl::StatusOr<Seeded> made = Seed(
        log, vault, clock, {.seed = seed, .cases = cases, .now = Now()}, [](int) { return true; });
    EXPECT_TRUE(made.ok()) << made.status();
    if (made.ok()) seeded = *std::move(made);
  }

  // Of every stream that begins so, folded.
  template <class State>
  std::map<std::string, State> All(absl::string_view prefix) {
    std::set<std::string> streams;
    EXPECT_TRUE(log.Read(0,
                         [&](const Commit& commit) {
                           for (const NewEvent& event : commit.proposal.events) {
                             if (absl::StartsWith(event.stream, prefix))
                               streams.insert(event.stream);
                           }
                           return true;
                         })
                    .ok());
    Aggregates aggregates(log, 10000);
    std::map<std::string, State> states;
    for (const std::string& stream : streams) {
      absl::StatusOr<Folded<State>> folded = aggregates.Load<State>(stream);
      EXPECT_TRUE(folded.ok()) << folded.status();
      states[stream] = *folded->state;
    }
    return states;
  }

  SimClock clock;
  MemoryLog log;
  GlassVault vault;
  Seeded seeded;
};

County& Shared() {
  static auto* const county = new County(885);
  return *county;
}

TEST(DemoCounty, HasSixSubcountiesThirtyWardsTwentyChvsAndTenVcos) {
  const Areas* areas = Areas::Of(DemoPlan().county);
  ASSERT_NE(areas, nullptr);
  EXPECT_EQ(areas->sub_counties().size(), 6u);
  EXPECT_EQ(areas->wards().size(), 30u);
  EXPECT_EQ(DemoPlan().With(Role::kChv).size(), 20u);
  EXPECT_EQ(DemoPlan().With(Role::kVco).size(), 10u);
}

TEST(DemoCounty, HasSomebodyInEveryRoleAndNoLoginTwice) {
  std::set<std::string> logins, ids;
  for (const PlannedPerson& person : DemoPlan().people) {
    EXPECT_TRUE(logins.insert(person.login).second) << person.login;
    EXPECT_TRUE(ids.insert(person.id).second) << person.id;
  }
  for (const Role role : AllRoles()) {
    if (role == Role::kSystem) continue;
    EXPECT_FALSE(DemoPlan().With(role).empty()) << Name(role);
  }
}

TEST(DemoSeeder, MakesAboutThreeHundredCases) {
  EXPECT_GE(Shared().All<casework::State>("case/").size(), 300u);
  EXPECT_LE(Shared().All<casework::State>("case/").size(), 310u);
}

TEST(DemoSeeder, LeavesCasesInEveryStage) {
  std::map<casework::Stage, int> found;
  for (const auto& [stream, kase] : Shared().All<casework::State>("case/")) ++found[kase.stage];
  for (const casework::StageRow& row : casework::Stages()) {
    if (row.stage == casework::Stage::kAbsent) continue;
    EXPECT_GT(found[row.stage], 0) << row.name;
  }
}

TEST(DemoSeeder, LeavesReferralsInEveryState) {
  std::map<referral::Stage, int> found;
  for (const auto& [stream, state] : Shared().All<referral::State>("referral/")) {
    ++found[state.stage];
  }
  for (const referral::StageRow& row : referral::Stages()) {
    if (row.stage == referral::Stage::kAbsent) continue;
    EXPECT_GT(found[row.stage], 0) << row.name;
  }
}

TEST(DemoSeeder, LeavesSomeOverdueSomeFullAndCourtDatesAhead) {
  int overdue = 0, ahead = 0, running = 0, reserved = 0;
  for (const auto& [stream, kase] : Shared().All<casework::State>("case/")) {
    overdue += kase.deadline && kase.deadline->due < Now();
    for (const auto& [id, date] : kase.court_dates) ahead += date.at > Now();
    for (const auto& [id, order] : kase.orders) running += order.RunningOn(LocalDay(Now()));
  }
  for (const auto& [stream, beds] : Shared().All<capacity::State>("capacity/")) {
    EXPECT_LE(beds.used, beds.total) << stream;
    reserved += !beds.occupied.empty() || !beds.held.empty();
  }
  EXPECT_GT(overdue, 5);
  EXPECT_GT(ahead, 5);
  EXPECT_GT(running, 5);
  EXPECT_GT(reserved, 1);
}

TEST(DemoSeeder, TellsStoriesOfDeclineWithdrawalTransferAndReopening) {
  std::map<std::string, int> types;
  int continued = 0;
  ASSERT_TRUE(Shared()
                  .log
                  .Read(0,
                        [&](const Commit& commit) {
                          for (const NewEvent& event : commit.proposal.events) ++types[event.type];
                          return true;
                        })
                  .ok());
  for (const auto& [stream, state] : Shared().All<referral::State>("referral/")) {
    continued += !state.part_of.empty();
  }
  EXPECT_GT(continued, 10) << "declined and then referred again";
  for (const char* type : {"case.consent-withdrawn", "case.transfer-accepted", "case.reopened",
                           "case.closed", "case.duplicate-flagged", "case.order-made",
                           "case.emergency-declared", "referral.escalated", "referral.redirected",
                           "case.import-reverted", "programme.activity-withdrawn"}) {
    EXPECT_GT(types[type], 0) << type;
  }
}

TEST(DemoSeeder, TakesAnImportBackAsTheServiceDoes) {
  std::vector<std::string> commits;
  ASSERT_TRUE(Shared()
                  .log
                  .Read(0,
                        [&](const Commit& commit) {
                          std::vector<std::string> types;
                          for (const NewEvent& event : commit.proposal.events) {
                            types.push_back(event.type);
                          }
                          std::string text = absl::StrJoin(types, " ");
                          if (absl::StrContains(text, "reverted")) commits.push_back(text);
                          return true;
                        })
                  .ok());
  // Each case by a commit of its own, and then the import.
  EXPECT_THAT(commits, testing::ElementsAre("case.import-reverted", "case.import-reverted",
                                            "case.import-reverted", "import.reverted"));
}

TEST(DemoSeeder, WritesBothClocksAsTheyWouldHaveBeen) {
  absl::Time last = absl::InfinitePast();
  int late = 0;
  ASSERT_TRUE(Shared()
                  .log
                  .Read(0,
                        [&](const Commit& commit) {
                          EXPECT_GE(commit.recorded_at, last);
                          EXPECT_LE(commit.recorded_at, Now());
                          EXPECT_LE(commit.proposal.occurred_at, commit.recorded_at);
                          late += commit.proposal.occurred_at < commit.recorded_at;
                          last = commit.recorded_at;
                          return true;
                        })
                  .ok());
  EXPECT_GT(late, 10) << "phones without network bring reports late";
  EXPECT_GT(last, Now() - absl::Hours(24));
}

TEST(DemoSeeder, TellsWhatTheProgrammeReachedShortOfItsTargets) {
  std::map<std::string, uint64_t> reached;
  for (const auto& [stream, activity] : Shared().All<programme::Activity>("programme/")) {
    EXPECT_LE(activity.on, LocalDay(Now())) << stream;
    if (activity.withdrawn.empty()) reached[activity.kind] += activity.count;
  }
  for (const Code& kind : CodeLists::Builtin().Codes(list::kActivityKind)) {
    EXPECT_GT(reached[kind.code], 0u) << kind.code;
  }
  EXPECT_LT(reached["IN_SCHOOL_REACHED"], 10'000u);
  EXPECT_LT(reached["OUT_OF_SCHOOL_REACHED"], 1'000u);
}

// Nearly every count of the board's table is few, in a county of this size; how many stand where is
// told all the same.
TEST(DemoSeeder, LeavesTheCommitteeSeveralStagesAndOwnersThatItIsTold) {
  const auto rows = Replay(Shared().log, board::BoardView(), Shared().log.Head());
  ASSERT_TRUE(rows.ok()) << rows.status();
  const auto board = board::ReadBoard(**rows, {.now = Now()});
  ASSERT_TRUE(board.ok()) << board.status();
  int stages = 0, owners = 0;
  for (const committee_service::OpenSum& sum : committee_service::OpenSums(*board, "", true)) {
    if (!sum.stage && sum.agency.empty()) EXPECT_TRUE(sum.count) << "all";
    if (!sum.count) continue;
    ++(sum.stage ? stages : owners);
  }
  EXPECT_GE(stages, 4);
  EXPECT_GE(owners, 1 + 3) << "all, and some";
}

// A story may be told no where a person would be; a rule that it does not know of is a mistake in
// the story.
TEST(DemoSeeder, IsRefusedOnlyWhatPeopleAreRefused) {
  const std::set<Reason> human = {Reason::NO_BED_FREE, Reason::OPEN_REFERRAL,
                                  Reason::COURT_DATE_AHEAD, Reason::ORDER_RUNNING};
  EXPECT_FALSE(Shared().seeded.refused.empty());
  for (const auto& [reason, count] : Shared().seeded.refused) {
    EXPECT_TRUE(human.count(reason) > 0) << InfoOf(reason).name << " × " << count;
  }
}

TEST(DemoSeeder, TellsTheSameHistoryForTheSameSeedAndNow) {
  County again(885);
  ASSERT_EQ(again.log.Head(), Shared().log.Head());
  EXPECT_EQ(*again.log.Root(again.log.Head()), *Shared().log.Root(again.log.Head()));
}

TEST(DemoSeeder, TellsAnotherHistoryForAnotherSeed) {
  County other(886);
  EXPECT_NE(*other.log.Root(other.log.Head()), *Shared().log.Root(Shared().log.Head()));
}

}  // namespace
}  // namespace rufaa::demo
