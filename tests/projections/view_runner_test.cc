#include "projections/runner/view_runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <map>
#include <random>
#include <thread>

#include "domain/base/refusal.h"
#include "projections/core/replay.h"
#include "tests/projections/bumped_view.h"
#include "tests/projections/history_log.h"

namespace rufaa {
namespace {

using Digests = std::map<std::string, std::string>;

Digests DigestsOf(const ViewRunner& runner) {
  Digests digests;
  for (const ViewStatus& view : runner.Status()) {
    absl::StatusOr<std::unique_ptr<ViewSnapshot>> snapshot = runner.Snapshot(view.view);
    EXPECT_TRUE(snapshot.ok());
    digests[view.view] = *Digest(**snapshot);
  }
  return digests;
}

// What the folds make of the whole log, in one go and over a map.
Digests ReplayedDigests(CountyLog& log, uint64_t position) {
  Digests digests;
  const std::vector<std::unique_ptr<View>> views = AllViews();
  for (const std::unique_ptr<View>& view : views) {
    digests[std::string(view->name())] = *Digest(**Replay(log, *view, position));
  }
  return digests;
}

std::unique_ptr<ViewRunner> OpenRunner(const ViewRunnerOptions& options, CountyLog& log,
                                       std::vector<std::unique_ptr<View>> views = AllViews()) {
  absl::StatusOr<std::unique_ptr<ViewRunner>> runner =
      ViewRunner::Open(options, log, std::move(views));
  EXPECT_TRUE(runner.ok()) << runner.status();
  return *std::move(runner);
}

absl::Time Soon() { return absl::Now() + absl::Minutes(2); }

bool CaughtUp(const ViewRunner& runner) {
  const std::vector<ViewStatus> views = runner.Status();
  return std::all_of(views.begin(), views.end(), [](const ViewStatus& v) { return v.lag == 0; });
}

TEST(ViewRunner, GoesOnWhileAReadThatWaitedForItIsAnswered) {
  MemoryLog log;
  RandomHistory history({.seed = 4});
  Append(log, history, 1);
  TestFolder folder;
  auto runner = OpenRunner(OptionsAt(folder.path()), log);
  runner->Start();
  std::promise<void> answering, go_on;
  runner->CallWhen("casefile", 2, [&](const absl::Status& status) {
    EXPECT_TRUE(status.ok()) << status;
    answering.set_value();
    go_on.get_future().wait();
  });
  Append(log, history, 1);
  answering.get_future().wait();
  Append(log, history, 50);
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (!CaughtUp(*runner) && absl::Now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(CaughtUp(*runner));
  EXPECT_TRUE(runner->Rebuild("casefile").ok());
  EXPECT_TRUE(runner->WaitForRebuilds(deadline).ok()) << "a switch waits for no answer either";
  go_on.set_value();
  runner->Stop();
}

TEST(ViewRunner, GivesTheSameRowsAtEveryBatchSize) {
  MemoryLog log;
  RandomHistory history({.seed = 3});
  Append(log, history, 1500);
  const Digests wanted = ReplayedDigests(log, log.Head());
  for (size_t batch : {1, 7, 1000}) {
    TestFolder folder;
    ViewRunnerOptions options = OptionsAt(folder.path());
    options.batch_commits = batch;
    auto runner = OpenRunner(options, log);
    ASSERT_TRUE(runner->FoldToHead().ok());
    EXPECT_EQ(DigestsOf(*runner), wanted) << "at batches of " << batch;
  }
}

TEST(ViewRunner, GivesTheSameRowsWhenItCatchesUpInBulk) {
  MemoryLog log;
  RandomHistory history({.seed = 4});
  Append(log, history, 3000);
  TestFolder folder;
  ViewRunnerOptions options = OptionsAt(folder.path());
  options.catch_up_lag = 10;
  options.catch_up.batch_bytes = 100'000;  // Several files and tombstones for each view.
  options.build_cache_bytes = 100'000;     // And rows that have left the cache.
  auto runner = OpenRunner(options, log);
  ASSERT_TRUE(runner->FoldToHead().ok());
  EXPECT_EQ(DigestsOf(*runner), ReplayedDigests(log, log.Head()));
}

// A power cut takes the end of the write-ahead log, at any byte: the log of the county has it all.
TEST(ViewRunner, FoldsALostTailAgainAfterEveryRestart) {
  MemoryLog log;
  RandomHistory history({.seed = 5});
  TestFolder folder;
  std::mt19937 random(5);
  int fell_back = 0;
  for (int round = 0; round < 16; ++round) {
    ViewRunnerOptions options = OptionsAt(folder.path());
    options.batch_commits = 1 + random() % 60;
    options.catch_up_lag = random() % 3 == 0 ? 50 : 20'000;
    const uint64_t head = log.Head();
    {
      auto runner = OpenRunner(options, log);
      fell_back += runner->Position("worklist") < head ? 1 : 0;
      Append(log, history, 80);
      ASSERT_TRUE(runner->FoldToHead().ok());
    }
    CutTail(folder.path(), random() % 40'000);
  }
  EXPECT_GT(fell_back, 3);
  auto runner = OpenRunner(OptionsAt(folder.path()), log);
  ASSERT_TRUE(runner->FoldToHead().ok());
  EXPECT_EQ(DigestsOf(*runner), ReplayedDigests(log, log.Head()));
}

TEST(ViewRunner, GoesOnWhereItWasAfterARestart) {
  MemoryLog log;
  RandomHistory history({.seed = 6});
  TestFolder folder;
  for (int round = 0; round < 5; ++round) {
    auto runner = OpenRunner(OptionsAt(folder.path()), log);
    EXPECT_EQ(runner->Position("casefile"), log.Head()) << "nothing is folded twice";
    Append(log, history, 100);
    ASSERT_TRUE(runner->FoldToHead().ok());
  }
  auto runner = OpenRunner(OptionsAt(folder.path()), log);
  EXPECT_EQ(DigestsOf(*runner), ReplayedDigests(log, log.Head()));
}

TEST(ViewRunner, FollowsTheLogAndWakesThoseWhoWait) {
  MemoryLog log;
  RandomHistory history({.seed = 7});
  TestFolder folder;
  auto runner = OpenRunner(OptionsAt(folder.path()), log);
  runner->Start();
  Append(log, history, 100);
  EXPECT_TRUE(runner->WaitForAll(100, Soon()).ok());
  EXPECT_TRUE(CaughtUp(*runner));
  absl::StatusOr<std::unique_ptr<ViewSnapshot>> snapshot = runner->Snapshot("casefile");
  ASSERT_TRUE(snapshot.ok());
  EXPECT_EQ((*snapshot)->position(), 100u);
  runner->Stop();
}

TEST(ViewRunner, RefusesToWaitBeyondTheDeadlineAndAfterItsEnd) {
  MemoryLog log;
  TestFolder folder;
  auto runner = OpenRunner(OptionsAt(folder.path()), log);
  runner->Start();
  const absl::Status late = runner->WaitFor("worklist", 1, absl::Now());
  ASSERT_TRUE(RefusalOf(late).has_value());
  EXPECT_EQ(RefusalOf(late)->reason, Reason::NOT_CAUGHT_UP);
  absl::Status told;
  runner->CallWhen("worklist", 1, [&](absl::Status status) { told = status; });
  runner->Stop();
  EXPECT_EQ(told.code(), absl::StatusCode::kUnavailable);
}

TEST(ViewRunner, AnswersNobodyFromRowsOfAnotherVersion) {
  MemoryLog log;
  RandomHistory history({.seed = 8});
  Append(log, history, 600);
  TestFolder folder;
  {
    auto runner = OpenRunner(OptionsAt(folder.path()), log);
    ASSERT_TRUE(runner->FoldToHead().ok());
  }
  Append(log, history, 50);
  std::vector<std::unique_ptr<View>> views;
  views.push_back(std::make_unique<Bumped>(ViewNamed("worklist")));
  auto runner = OpenRunner(OptionsAt(folder.path()), log, std::move(views));
  ASSERT_EQ(runner->Status().size(), 1u);
  EXPECT_EQ(runner->Status()[0].state, ViewState::kBuildingBeside);
  const uint32_t version = ViewNamed("worklist")->version();
  EXPECT_EQ(runner->Status()[0].table, absl::StrCat("worklist.v", version));
  const absl::Status refused = runner->Snapshot("worklist").status();
  ASSERT_TRUE(RefusalOf(refused).has_value()) << refused;
  EXPECT_EQ(RefusalOf(refused)->reason, Reason::NOT_CAUGHT_UP);
  EXPECT_EQ(refused.message(), "The view worklist is being made: 0 of 650.");
  EXPECT_FALSE(runner->Status()[0].followed);
  runner->Start();
  ASSERT_TRUE(runner->WaitForRebuilds(Soon()).ok());
  EXPECT_EQ(runner->Status()[0].table, absl::StrCat("worklist.v", version + 1));
  EXPECT_TRUE(runner->Status()[0].followed);
  ASSERT_TRUE(runner->WaitFor("worklist", 650, Soon()).ok());
  EXPECT_EQ(*Digest(**runner->Snapshot("worklist")),
            *Digest(**Replay(log, *ViewNamed("worklist"), 650)));
}

TEST(ViewRunner, RebuildsBesideTheServedBuildWhileItFollows) {
  MemoryLog log;
  RandomHistory history({.seed = 9});
  Append(log, history, 800);
  TestFolder folder;
  auto runner = OpenRunner(OptionsAt(folder.path()), log);
  runner->Start();
  ASSERT_TRUE(runner->WaitForAll(800, Soon()).ok());
  auto before = runner->Snapshot("casefile");
  ASSERT_TRUE(runner->Rebuild("casefile").ok());
  Append(log, history, 300);
  ASSERT_TRUE(runner->WaitForRebuilds(Soon()).ok());
  ASSERT_TRUE(runner->WaitForAll(1100, Soon()).ok());
  runner->Stop();
  EXPECT_EQ(DigestsOf(*runner), ReplayedDigests(log, 1100));
  EXPECT_EQ(*Digest(**before),
            *Digest(**Replay(log, *ViewNamed("casefile"), (*before)->position())))
      << "a snapshot goes on reading the build that was dropped";
}

}  // namespace
}  // namespace rufaa
