// What bad luck does to the embedded log: a full disk, a failed sync, a torn end, a flipped byte, a
// folder that is not this hub's.
#include <fstream>

#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "eventlog/verify_log.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/fault_env.h"

namespace rufaa {
namespace {

namespace fs = std::filesystem;

class EmbeddedLogFaults : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<EmbeddedLog>> TryOpen(const std::string& county = "mombasa",
                                                       bool salvage = false) {
    return EmbeddedLog::Open({.path = folder_.path(),
                              .county = county,
                              .clock = &clock_,
                              .env = disk_.env(),
                              .salvage = salvage});
  }

  void Open() {
    log_.reset();
    absl::StatusOr<std::unique_ptr<EmbeddedLog>> opened = TryOpen();
    ASSERT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
  }

  // Commits `from` … `to`, each an event of a stream of ten.
  void AppendRange(uint64_t from, uint64_t to) {
    for (uint64_t n = from; n <= to; ++n) {
      const absl::StatusOr<Receipt> receipt = log_->AppendAndWait(Nth(n));
      ASSERT_TRUE(receipt.ok()) << receipt.status();
      ASSERT_EQ(receipt->position, n);
    }
  }

  static Proposal Nth(uint64_t n) {
    return Propose(n, absl::StrCat("case/", n % 10), (n - 1) / 10, absl::StrCat("payload-", n));
  }

  VerifyReport Verify() {
    const absl::StatusOr<VerifyReport> report = VerifyLog(folder_.path(), {.env = disk_.env()});
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(VerifyReport{});
  }

  // The write-ahead log that is being written: the one with the highest number.
  fs::path LiveWal() const {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(LogDirectory::DbPath(folder_.path()))) {
      if (entry.path().extension() != ".log") continue;
      if (newest.empty() || entry.path().filename() > newest.filename()) newest = entry.path();
    }
    return newest;
  }

  // As a killed process leaves it: copied while the log is open, then put in its place.
  void CrashAndKeep(const std::function<void()>& harm) {
    TempFolder copy;
    const fs::path image = fs::path(copy.path()) / "image";
    fs::copy(folder_.path(), image, fs::copy_options::recursive);
    log_.reset();
    fs::remove_all(folder_.path());
    fs::copy(image, folder_.path(), fs::copy_options::recursive);
    harm();
  }

  static void Flip(const fs::path& file, uint64_t at) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(static_cast<std::streamoff>(at));
    const char flipped = static_cast<char>(bytes.get() ^ 0x20);
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put(flipped);
  }

  static uint64_t Find(const fs::path& file, const std::string& text) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    return bytes.find(text);
  }

  ManualClock clock_;
  FaultEnv disk_;
  TempFolder folder_;
  std::unique_ptr<EmbeddedLog> log_;
};

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
  disk_.FailSyncs(true);
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(31)).status(), Reason::LOG_UNAVAILABLE));
  EXPECT_GT(disk_.failed_syncs(), 0u);
  disk_.FailSyncs(false);
  // The disk is well again, and still nothing is written over what it may have lost.
  const uint64_t failed = disk_.failed_syncs();
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(31)).status(), Reason::LOG_UNAVAILABLE));
  EXPECT_TRUE(RefusedWith(log_->AppendAndWait(Nth(32)).status(), Reason::LOG_UNAVAILABLE));
  EXPECT_EQ(disk_.failed_syncs(), failed);
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

TEST_F(EmbeddedLogFaults, DropsATornEndAndNothingElse) {
  Open();
  AppendRange(1, 30);
  CrashAndKeep([this] {
    const fs::path wal = LiveWal();
    const uint64_t last = Find(wal, "payload-30");
    ASSERT_NE(last, std::string::npos);
    fs::resize_file(wal, last + 4);
  });
  Open();
  EXPECT_EQ(log_->Head(), 29u);
  AppendRange(30, 45);
  Open();
  EXPECT_EQ(log_->Head(), 45u);
  log_.reset();
  EXPECT_TRUE(Verify().ok());
}

TEST_F(EmbeddedLogFaults, RefusesAWriteAheadLogDamagedInTheMiddleAndNamesThePosition) {
  Open();
  AppendRange(1, 30);
  CrashAndKeep([this] {
    const fs::path wal = LiveWal();
    const uint64_t at = Find(wal, "payload-17");
    ASSERT_NE(at, std::string::npos);
    Flip(wal, at);
  });
  EXPECT_TRUE(RefusedWith(TryOpen().status(), Reason::STORE_DAMAGED));
  EXPECT_EQ(Verify().first_bad, 17u);
  // Told to, it opens with what comes before.
  absl::StatusOr<std::unique_ptr<EmbeddedLog>> salvaged = TryOpen("mombasa", true);
  ASSERT_TRUE(salvaged.ok()) << salvaged.status();
  EXPECT_EQ((*salvaged)->Head(), 16u);
  log_ = *std::move(salvaged);
  AppendRange(17, 20);
  log_.reset();
  EXPECT_TRUE(Verify().ok());
}

TEST_F(EmbeddedLogFaults, NamesTheCommitOfAByteFlippedInASettledFile) {
  Open();
  for (uint64_t n = 1; n <= 300; ++n) {
    ASSERT_TRUE(log_->AppendAndWait(Propose(n, absl::StrCat("case/", n), 0,
                                            absl::StrCat("commit-", n, DigestOf(absl::StrCat(n)))))
                    .ok());
  }
  log_.reset();
  EXPECT_TRUE(Verify().ok());
  fs::path settled;
  uint64_t at = std::string::npos;
  for (const auto& entry : fs::directory_iterator(LogDirectory::DbPath(folder_.path()))) {
    if (entry.path().extension() != ".sst") continue;
    at = Find(entry.path(), "commit-150");
    if (at == std::string::npos) continue;
    settled = entry.path();
    break;
  }
  ASSERT_FALSE(settled.empty()) << "closing writes the log out of the write-ahead log";
  Flip(settled, at);
  // RocksDB's checksum covers a few records together: the first of them is the first unreadable.
  const VerifyReport report = Verify();
  ASSERT_TRUE(report.first_bad.has_value());
  EXPECT_LE(*report.first_bad, 150u);
  EXPECT_GT(*report.first_bad, 100u);
}

// Tampering through RocksDB itself, so that none of its checksums is wrong.
class TamperedLog : public EmbeddedLogFaults {
 protected:
  void SetUp() override {
    Open();
    AppendRange(1, 300);
    log_.reset();
    ASSERT_TRUE(Verify().ok());
  }

  std::unique_ptr<LogStore> OpenStore() {
    absl::StatusOr<std::unique_ptr<LogStore>> store =
        LogStore::Open(LogDirectory::DbPath(folder_.path()), {.env = disk_.env()});
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  std::string RecordAt(const LogStore& store, uint64_t position) {
    return std::string(*LogStore::RecordCursor(store).At(position));
  }

  // In place of the block of one record that each commit of this test has.
  void PutRecord(LogStore& store, uint64_t position, const std::string& record) {
    std::string chunk;
    AppendFrame(record, chunk);
    PutChunk(store, position, chunk);
  }

  void PutChunk(LogStore& store, uint64_t position, const std::string& chunk) {
    LogStore::Batch batch(store);
    batch.PutBlock(position, chunk);
    ASSERT_TRUE(store.Write(batch).ok());
  }
};

TEST_F(TamperedLog, NamesARecordWhoseChecksumDiffers) {
  {
    const std::unique_ptr<LogStore> store = OpenStore();
    std::string chunk;
    AppendFrame(RecordAt(*store, 77), chunk);
    chunk[chunk.size() / 2] ^= 1;
    PutChunk(*store, 77, chunk);
  }
  EXPECT_EQ(Verify().first_bad, 77u);
  Open();
  EXPECT_TRUE(
      RefusedWith(log_->Read(0, [](const Commit&) { return true; }), Reason::STORE_DAMAGED));
}

TEST_F(TamperedLog, NamesARecordExchangedWhole) {
  for (uint64_t position : {20, 290}) {  // In a stored tile, and behind the last one.
    std::string before;
    {
      const std::unique_ptr<LogStore> store = OpenStore();
      before = RecordAt(*store, position);
      Commit commit;
      ASSERT_TRUE(DecodeCommit(before, commit).ok());
      commit.proposal.events[0].payload = "another";
      PutRecord(*store, position, EncodeCommit(commit));
    }
    const VerifyReport report = Verify();
    ASSERT_FALSE(report.ok());
    if (position < kTileLeaves) {
      EXPECT_EQ(report.first_bad, position);
    }
    // The end of the log is held against its root at every start.
    if (position > kTileLeaves) {
      EXPECT_TRUE(RefusedWith(TryOpen().status(), Reason::STORE_DAMAGED));
    }
    const std::unique_ptr<LogStore> store = OpenStore();
    PutRecord(*store, position, before);
  }
  EXPECT_TRUE(Verify().ok());
}

TEST_F(TamperedLog, NamesRecordsThatChangedPlaces) {
  {
    const std::unique_ptr<LogStore> store = OpenStore();
    const std::string a = RecordAt(*store, 40), b = RecordAt(*store, 41);
    PutRecord(*store, 40, b);
    PutRecord(*store, 41, a);
  }
  EXPECT_EQ(Verify().first_bad, 40u);
}

TEST_F(TamperedLog, NoticesAnIndexEntryThatNoCommitAccountsFor) {
  {
    const std::unique_ptr<LogStore> store = OpenStore();
    LogStore::Batch batch(*store);
    batch.PutEvent("case/none", 1, 5, 0);
    ASSERT_TRUE(store->Write(batch).ok());
  }
  EXPECT_FALSE(Verify().ok());
}

TEST_F(TamperedLog, NoticesARootOtherThanThePublishedOne) {
  Open();
  const MerkleHash root = *log_->Root(123);
  log_.reset();
  EXPECT_TRUE(VerifyLog(folder_.path(), {.env = disk_.env(), .checkpoint = {{123, root}}})->ok());
  const auto other =
      VerifyLog(folder_.path(), {.env = disk_.env(), .checkpoint = {{123, LeafHash("x")}}});
  EXPECT_EQ(other->first_bad, 123u);
  const auto beyond = VerifyLog(folder_.path(), {.env = disk_.env(), .checkpoint = {{999, root}}});
  EXPECT_EQ(beyond->first_bad, 301u);
}

TEST_F(EmbeddedLogFaults, RefusesAFolderInUse) {
  Open();
  EXPECT_TRUE(RefusedWith(TryOpen().status(), Reason::STORE_IN_USE));
  AppendRange(1, 3);
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

TEST_F(EmbeddedLogFaults, ProvesWhatItHolds) {
  Open();
  AppendRange(1, 270);
  const MerkleHash root = *log_->Root(270);
  for (uint64_t position : {1, 130, 256, 257, 270}) {
    const MerkleHash leaf = LeafHash(EncodeCommit(ReadAll(*log_, position - 1)[0]));
    const absl::StatusOr<MerkleProof> proof = log_->ProveInclusion(position, 270);
    ASSERT_TRUE(proof.ok()) << proof.status();
    EXPECT_TRUE(VerifyInclusion(leaf, position - 1, 270, *proof, root));
    EXPECT_TRUE(VerifyConsistency(position, *log_->Root(position), 270, root,
                                  *log_->ProveConsistency(position, 270)));
  }
  EXPECT_EQ(log_->ProveInclusion(271, 271).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(log_->ProveConsistency(0, 5).status().code(), absl::StatusCode::kOutOfRange);
}

}  // namespace
}  // namespace rufaa
