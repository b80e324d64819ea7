// What a disk that is full or fails does to the embedded log, and a folder that is not its own.
#include "absl/strings/match.h"
#include "eventlog/log_store.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "tests/eventlog/log_on_bad_disk.h"

namespace rufaa {
namespace {

using EmbeddedLogFaults = LogOnBadDisk;

TEST_F(EmbeddedLogFaults, RefusesCommitsBeforeTheDiskIsFullAndTakesThemAgainWhenThereIsRoom) {
  Open();
  AppendRange(1, 30);
  disk_.ReportFreeBytes(1 << 20);
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(31)).status(), Reason::STORE_FULL));
  EXPECT_EQ(ReadAll(*log_).size(), 30u);
  EXPECT_EQ(*log_->Version("case/1"), 3u);
  disk_.ReportFreeBytes(uint64_t{1} << 40);
  AppendRange(31, 60);
  Open();
  EXPECT_EQ(ReadAll(*log_).size(), 60u);
  log_.reset();
  EXPECT_TRUE(Verify().ok());
}

TEST_F(EmbeddedLogFaults, GoesOnAfterAWriteThatFoundNoRoom) {
  Open();
  AppendRange(1, 30);
  disk_.FillDisk();
  for (uint64_t n = 31; n < 40; ++n) {
    EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(n)).status(), Reason::STORE_FULL));
  }
  EXPECT_GT(disk_.failed_appends(), 0u);
  EXPECT_EQ(ReadAll(*log_).size(), 30u);
  disk_.EmptyDisk();
  ASSERT_NO_FATAL_FAILURE(AppendRange(31, 60));
  const MerkleHash root = *log_->Root(60);
  CrashAndKeep([] {});
  Open();
  EXPECT_EQ(ReadAll(*log_).size(), 60u);
  EXPECT_EQ(*log_->Root(60), root);
  log_.reset();
  const VerifyReport report = Verify();
  EXPECT_TRUE(report.ok()) << *report.first_bad << ": " << report.reason;
}

// Nothing is in memory that RocksDB would have to write out first, and so begin a new file.
TEST_F(EmbeddedLogFaults, GoesOnAfterAFirstWriteThatFoundNoRoom) {
  Open();
  AppendRange(1, 30);
  Open();
  disk_.FillDisk();
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(31)).status(), Reason::STORE_FULL));
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(31)).status(), Reason::STORE_FULL));
  disk_.EmptyDisk();
  ASSERT_NO_FATAL_FAILURE(AppendRange(31, 60));
  Open();
  EXPECT_EQ(ReadAll(*log_).size(), 60u);
  log_.reset();
  EXPECT_TRUE(Verify().ok());
}

TEST_F(EmbeddedLogFaults, AnswersEveryWaitingCommitWhenThereIsNoRoom) {
  Open();
  AppendRange(1, 10);
  disk_.FillDisk();
  std::mutex mutex;
  std::condition_variable changed;
  int answers = 0;
  for (int n = 0; n < 500; ++n) {
    log_->Append(Propose(1000 + n, absl::StrCat("other/", n), 0), [&](absl::StatusOr<Receipt> r) {
      EXPECT_TRUE(RefusedWith(r.status(), Reason::STORE_FULL));
      const std::lock_guard lock(mutex);
      ++answers;
      changed.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return answers == 500; });
  EXPECT_EQ(log_->Head(), 10u);
}

TEST_F(EmbeddedLogFaults, StopsForGoodWhenASyncFailsAndRecoversWhenRestarted) {
  Open();
  AppendRange(1, 30);
  EXPECT_TRUE(log_->Health().ok());
  disk_.FailSyncs(true);
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(31)).status(), Reason::LOG_UNAVAILABLE));
  EXPECT_GT(disk_.failed_syncs(), 0u);
  disk_.FailSyncs(false);
  // The disk is well again, and still nothing is written over what it may have lost.
  const uint64_t writes = disk_.writes();
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(31)).status(), Reason::LOG_UNAVAILABLE));
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(32)).status(), Reason::LOG_UNAVAILABLE));
  EXPECT_EQ(disk_.writes(), writes);
  EXPECT_TRUE(RefusedWith(log_->Health(), Reason::LOG_UNAVAILABLE));
  EXPECT_EQ(log_->Head(), 30u);
  EXPECT_EQ(ReadAll(*log_).size(), 30u);
  Open();
  // Unknown was the answer, so either may be; the same request settles it.
  EXPECT_EQ(log_->AppendAndWait(Nth(31))->position, 31u);
  AppendRange(32, 40);
  EXPECT_EQ(ReadAll(*log_).size(), 40u);
}

// The sequence thread asks for the time, and waits here as long as the test wants.
class StuckClock : public Clock {
 public:
  absl::Time Now() override {
    std::unique_lock lock(mutex_);
    asked_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return released_; });
    return Noon();
  }
  void WaitUntilAsked() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return asked_; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false, released_ = false;
};

TEST_F(EmbeddedLogFaults, SendsProposersAwayWhenTooMuchWaits) {
  StuckClock stuck;
  auto log = EmbeddedLog::Open({.path = folder_.path(), .county = "mombasa", .clock = &stuck});
  ASSERT_TRUE(log.ok()) << log.status();
  std::atomic<int> accepted{0}, sent_away{0};
  const auto append = [&](uint64_t n) {
    (*log)->Append(Propose(n, absl::StrCat("case/", n), 0, std::string(1'000'000, 'x')),
                   [&](const absl::StatusOr<Receipt>& receipt) {
                     if (receipt.ok()) ++accepted;
                     if (!receipt.ok()) {
                       EXPECT_TRUE(RefusedWith(receipt.status(), Reason::LOG_UNAVAILABLE));
                       ++sent_away;
                     }
                   });
  };
  append(0);
  stuck.WaitUntilAsked();
  for (uint64_t n = 1; n <= 80; ++n) append(n);
  EXPECT_GT(sent_away, 0);
  EXPECT_LT(sent_away, 20);
  stuck.Release();
  log->reset();  // Answers everything first.
  EXPECT_EQ(accepted + sent_away, 81);
}

TEST_F(EmbeddedLogFaults, RefusesAFolderInUse) {
  Open();
  EXPECT_TRUE(RefusedWith(TryOpen().status(), Reason::STORE_IN_USE));
  AppendRange(1, 3);
}

TEST_F(EmbeddedLogFaults, SaysWhatIsWrongWithALockFileThatNobodyHolds) {
  std::filesystem::create_directories(folder_.path() + "/lock");
  const absl::Status refused = TryOpen().status();
  EXPECT_FALSE(RefusalOf(refused).has_value()) << refused;
  EXPECT_TRUE(absl::StrContains(refused.message(), "/lock: Is a directory")) << refused;
  std::filesystem::remove(folder_.path() + "/lock");
  Open();
}

TEST_F(EmbeddedLogFaults, RefusesAFolderOfAnotherCounty) {
  Open();
  log_.reset();
  EXPECT_TRUE(RefusedWith(TryOpen("kilifi").status(), Reason::STORE_OF_ANOTHER_COUNTY));
  Open();
}

TEST_F(EmbeddedLogFaults, RefusesAFolderOfANewerVersion) {
  Open();
  log_.reset();
  LogManifest manifest = *LogDirectory::ReadManifest(folder_.path(), disk_.env());
  ++manifest.format;
  ASSERT_TRUE(LogDirectory::WriteManifest(folder_.path(), manifest, disk_.env()).ok());
  EXPECT_TRUE(RefusedWith(TryOpen().status(), Reason::STORE_NEWER));
}

TEST_F(EmbeddedLogFaults, RefusesALogThatANewerRuleGoverns) {
  Open();
  log_.reset();
  {
    const auto store = LogStore::Open(LogDirectory::DbPath(folder_.path()), {.env = disk_.env()});
    Commit commit;
    commit.position = 1;
    commit.recorded_at = Noon();
    commit.versions = {1};
    commit.proposal = Propose(1, std::string(kRuleStream), 0, absl::StrCat(kRuleVersion + 1));
    commit.proposal.events[0].type = std::string(kRuleType);
    const std::string record = EncodeCommit(commit);
    std::string chunk;
    AppendFrame(record, chunk);
    LogStore::Batch batch(**store);
    batch.PutBlock(1, chunk);
    batch.PutEvent(kRuleStream, 1, 1, 0);
    batch.PutTip({.position = 1, .recorded_at = Noon(), .root = LeafHash(record)});
    ASSERT_TRUE((*store)->Write(batch).ok());
  }
  EXPECT_TRUE(RefusedWith(TryOpen().status(), Reason::STORE_NEWER));
}

TEST_F(EmbeddedLogFaults, RefusesAManifestOfAnotherLog) {
  Open();
  log_.reset();
  LogManifest manifest = *LogDirectory::ReadManifest(folder_.path(), disk_.env());
  manifest.log_id = std::string(32, '0');
  ASSERT_TRUE(LogDirectory::WriteManifest(folder_.path(), manifest, disk_.env()).ok());
  EXPECT_TRUE(RefusedWith(TryOpen().status(), Reason::STORE_DAMAGED));
}

TEST_F(EmbeddedLogFaults, CopiesItselfWhileItIsWritten) {
  Open();
  AppendRange(1, 50);
  TempFolder place;
  const std::string copy = place.path() + "/copy";
  ASSERT_TRUE(log_->Checkpoint(copy).ok());
  AppendRange(51, 60);
  EXPECT_TRUE(VerifyLog(copy, {.env = disk_.env()})->ok());
  const auto restored = EmbeddedLog::Open({.path = copy, .county = "mombasa", .env = disk_.env()});
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ((*restored)->Head(), 50u);
  EXPECT_EQ(*(*restored)->Root(50), *log_->Root(50));
  EXPECT_EQ((*restored)->log_id(), log_->log_id());
  EXPECT_FALSE(log_->Checkpoint(copy).ok()) << "a copy is never written over";
}

}  // namespace
}  // namespace rufaa
