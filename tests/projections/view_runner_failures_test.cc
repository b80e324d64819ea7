#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "domain/base/refusal.h"
#include "eventlog/store_room.h"
#include "projections/runner/view_runner.h"
#include "tests/projections/history_log.h"
#include "tests/support/fault_env.h"

namespace rufaa {
namespace {

struct Note {
  std::string text;
  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "text", self.text);
  }
};

// A row for each commit; at `bad` it reads one that is none, if told to.
class Notes : public View {
 public:
  Notes(std::string name, uint64_t bad, const std::atomic<bool>& fails)
      : name_(std::move(name)), bad_(bad), fails_(fails) {}
  absl::string_view name() const override { return name_; }
  uint32_t version() const override { return 1; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override {
    const uint64_t position = commit.commit.position;
    txn.InsertBytes(absl::StrCat("n", position), "no row at all");
    if (position == bad_ && fails_) txn.Find<Note>(absl::StrCat("n", position - 1));
  }

 private:
  const std::string name_;
  const uint64_t bad_;
  const std::atomic<bool>& fails_;
};

// "a", and "b" that fails at commit 5; written commit by commit, so that each reads what is stored.
std::unique_ptr<ViewRunner> OpenTwo(const std::string& path, CountyLog& log,
                                    const std::atomic<bool>& fails, rocksdb::Env* env = nullptr) {
  ViewRunnerOptions options = OptionsAt(path);
  options.store.env = env;
  options.batch_commits = 1;
  options.catch_up.commits_per_hand_over = 1;
  options.catch_up.batch_bytes = 0;
  std::vector<std::unique_ptr<View>> views;
  views.push_back(std::make_unique<Notes>("a", 0, fails));
  views.push_back(std::make_unique<Notes>("b", 5, fails));
  return *ViewRunner::Open(options, log, std::move(views));
}

// Waits for it; the status of both.
std::vector<ViewStatus> OnceB(const ViewRunner& runner, bool has_problem) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (runner.Status()[1].problem.empty() == has_problem && absl::Now() < deadline) {
    std::this_thread::yield();
  }
  return runner.Status();
}

TEST(ViewRunnerFailures, AreOfTheViewThatFails) {
  MemoryLog log;
  RandomHistory history({.seed = 1});
  Append(log, history, 8);
  TestFolder folder;
  const std::atomic<bool> fails = true;
  auto runner = OpenTwo(folder.path(), log, fails);
  runner->Start();
  const std::vector<ViewStatus> views = OnceB(*runner, true);
  EXPECT_EQ(views[0].problem, "");
  EXPECT_NE(views[0].state, ViewState::kFailed);
  EXPECT_NE(views[1].problem, "");
  EXPECT_EQ(views[1].state, ViewState::kFailed);
}

TEST(ViewRunnerFailures, OfABuildDoNotHinderWhatIsServedAndPassWithIt) {
  MemoryLog log;
  RandomHistory history({.seed = 1});
  Append(log, history, 8);
  TestFolder folder;
  std::atomic<bool> fails = false;
  auto runner = OpenTwo(folder.path(), log, fails);
  ASSERT_TRUE(runner->FoldToHead().ok());
  runner->Start();
  fails = true;
  ASSERT_TRUE(runner->Rebuild("b").ok());
  const std::vector<ViewStatus> failing = OnceB(*runner, true);
  EXPECT_EQ(failing[0].problem, "");
  EXPECT_NE(failing[1].problem, "");
  EXPECT_EQ(failing[1].state, ViewState::kBuildingBeside);
  Append(log, history, 1);
  EXPECT_TRUE(runner->WaitForAll(log.Head(), absl::Now() + absl::Minutes(1)).ok());
  EXPECT_NE(runner->Status()[1].problem, "") << "what follows the log clears only its own";
  fails = false;
  ASSERT_TRUE(runner->WaitForRebuilds(absl::Now() + absl::Minutes(1)).ok());
  EXPECT_EQ(OnceB(*runner, false)[1].problem, "");
}

TEST(ViewRunnerFailures, FollowsALogThatTakesNothingInForWantOfRoomAndThenStandsStill) {
  FaultEnv disk;
  MemoryLog log;
  RandomHistory history({.seed = 1});
  Append(log, history, 8);
  TestFolder folder;
  const std::atomic<bool> fails = false;
  auto runner = OpenTwo(folder.path(), log, fails, disk.env());
  disk.ReportFreeBytes(kStoreReserveBytes - 1);
  ASSERT_TRUE(runner->FoldToHead().ok());
  runner->Start();
  disk.ReportFreeBytes(kFollowerReserveBytes - 1);
  Append(log, history, 1);
  EXPECT_EQ(OnceB(*runner, true)[1].problem,
            "RESOURCE_EXHAUSTED: The disk is full; nothing was written.");
  EXPECT_EQ(runner->Position("b"), 8u);
  disk.ReportFreeBytes(kStoreReserveBytes - 1);
  EXPECT_TRUE(runner->WaitForAll(9, absl::Now() + absl::Minutes(1)).ok());
}

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
  const absl::Status refused =
      ViewRunner::Open(OptionsAt(folder.path()), other, AllViews()).status();
  ASSERT_TRUE(RefusalOf(refused).has_value()) << refused;
  EXPECT_EQ(RefusalOf(refused)->reason, Reason::STORE_DAMAGED);
  EXPECT_NE(refused.message().find("as of position 30, but the log ends at 0"), std::string::npos)
      << refused;
  EXPECT_NE(refused.message().find("remove " + folder.path()), std::string::npos) << refused;
}

// Of half a log a list would show half of its cases, and nobody could tell.
TEST(ViewRunnerFailures, AnswersNobodyBeforeTheLogsEndAsItWasAtTheOpening) {
  MemoryLog log;
  RandomHistory history({.seed = 1});
  Append(log, history, 8);
  TestFolder folder;
  std::atomic<bool> fails = true;
  auto runner = OpenTwo(folder.path(), log, fails);
  EXPECT_FALSE(runner->FoldToHead().ok());
  ASSERT_EQ(runner->Position("b"), 4u);
  const absl::Status refused = runner->Snapshot("b").status();
  ASSERT_TRUE(RefusalOf(refused).has_value()) << refused;
  EXPECT_EQ(RefusalOf(refused)->reason, Reason::NOT_CAUGHT_UP);
  EXPECT_EQ(refused.message(), "The view b is being made: 4 of 8.");
  fails = false;
  ASSERT_TRUE(runner->FoldToHead().ok());
  EXPECT_TRUE(runner->Snapshot("b").ok());
  Append(log, history, 1);
  EXPECT_TRUE(runner->Snapshot("b").ok()) << "what came since is waited for by its revision";
}

}  // namespace
}  // namespace rufaa
