#include <gtest/gtest.h>

#include "projections/runner/view_runner.h"
#include "tests/projections/history_log.h"

namespace rufaa {
namespace {

TEST(ViewRunnerFailures, StopsAtAnEventThatItDoesNotKnow) {
  MemoryLog log;
  RandomHistory history({.seed = 1});
  Append(log, history, 20);
  Proposal newer = history.Next();
  newer.events[0].type = "case.of-the-next-release";
  ASSERT_TRUE(log.AppendAndWait(newer).ok());
  TestFolder folder;
  auto runner = ViewRunner::Open(OptionsAt(folder.path()), log, AllViews());
  ASSERT_TRUE(runner.ok());
  EXPECT_EQ((*runner)->FoldToHead().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ((*runner)->Position("casefile"), 20u) << "what came before is shown";
}

TEST(ViewRunnerFailures, ThoseWhoWaitHearThatAnEventIsUnknown) {
  MemoryLog log;
  RandomHistory history({.seed = 1});
  Proposal newer = history.Next();
  newer.events[0].type = "case.of-the-next-release";
  ASSERT_TRUE(log.AppendAndWait(newer).ok());
  TestFolder folder;
  auto runner = ViewRunner::Open(OptionsAt(folder.path()), log, AllViews());
  ASSERT_TRUE(runner.ok());
  (*runner)->Start();
  EXPECT_EQ((*runner)->WaitFor("casefile", 1, absl::Now() + absl::Minutes(1)).code(),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ((*runner)->Status()[0].state, ViewState::kFailed);
}

TEST(ViewRunnerFailures, RefusesViewsThatAreAheadOfTheLog) {
  TestFolder folder;
  {
    MemoryLog log;
    RandomHistory history({.seed = 1});
    Append(log, history, 30);
    auto runner = ViewRunner::Open(OptionsAt(folder.path()), log, AllViews());
    ASSERT_TRUE(runner.ok());
    ASSERT_TRUE((*runner)->FoldToHead().ok());
  }
  MemoryLog other;
  EXPECT_EQ(ViewRunner::Open(OptionsAt(folder.path()), other, AllViews()).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace rufaa
