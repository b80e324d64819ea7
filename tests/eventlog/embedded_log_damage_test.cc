// Bytes that are not what was written: torn, flipped, exchanged. Each is found, and named.
#include "absl/strings/match.h"
#include "eventlog/log_store.h"
#include "eventlog/log_store_keys.h"
#include "eventlog/log_store_options.h"
#include "eventlog/record.h"
#include "eventlog/rule.h"
#include "rocksdb/db.h"
#include "tests/eventlog/log_on_bad_disk.h"
#include "tests/support/as_nobody.h"

namespace rufaa {
namespace {

namespace fs = std::filesystem;

using DamagedLog = LogOnBadDisk;

TEST_F(DamagedLog, DropsATornEndAndNothingElse) {
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

TEST_F(DamagedLog, RefusesAWriteAheadLogDamagedInTheMiddleAndNamesThePosition) {
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
  EXPECT_TRUE(Verify().can_be_salvaged);
  // Told to, it opens with what comes before.
  absl::StatusOr<std::unique_ptr<EmbeddedLog>> salvaged = TryOpen("mombasa", true);
  ASSERT_TRUE(salvaged.ok()) << salvaged.status();
  EXPECT_EQ((*salvaged)->Head(), 16u);
  log_ = *std::move(salvaged);
  AppendRange(17, 20);
  log_.reset();
  EXPECT_TRUE(Verify().ok());
}

TEST_F(DamagedLog, NamesTheCommitOfAByteFlippedInASettledFile) {
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
    at = Find(entry.path(), DigestOf("150"));  // Does not compress, so it stands there as it is.
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
  EXPECT_GT(*report.first_bad, 50u);
  EXPECT_FALSE(report.can_be_salvaged);
}

// What is said of a log that was looked for in `path`.
absl::Status Looked(const std::string& path) { return VerifyLog(path, {}).status(); }

TEST_F(DamagedLog, AFolderWithoutALogIsToldFromHalfOfOne) {
  EXPECT_TRUE(absl::IsNotFound(Looked(folder_.path() + "/nowhere")));
  EXPECT_TRUE(absl::IsNotFound(Looked(folder_.path()))) << "an empty one";
  Open();
  AppendRange(1, 3);
  log_.reset();
  const std::string manifest = folder_.path() + "/manifest";
  EXPECT_TRUE(absl::IsNotFound(Looked(manifest))) << "a file";
  fs::rename(manifest, manifest + ".aside");
  EXPECT_TRUE(RefusedWith(Looked(folder_.path()), Reason::STORE_DAMAGED));
  fs::rename(manifest + ".aside", manifest);
  EXPECT_TRUE(Looked(folder_.path()).ok());
  fs::rename(LogDirectory::DbPath(folder_.path()), folder_.path() + "/aside");
  EXPECT_TRUE(RefusedWith(Looked(folder_.path()), Reason::STORE_DAMAGED));
}

TEST_F(DamagedLog, WhatIsAnotherAccountsIsNotSaidToBeDamaged) {
  Open();
  AppendRange(1, 3);
  log_.reset();
  const fs::path current = LogDirectory::DbPath(folder_.path()) + "/CURRENT";
  for (const fs::path& closed : {fs::path(folder_.path()), current}) {
    fs::permissions(folder_.path(), fs::perms::owner_all | fs::perms::others_exec);
    const fs::perms before = fs::status(closed).permissions();
    fs::permissions(closed, fs::perms::none);
    absl::Status status;
    {
      const AsNobody nobody;
      status = Looked(folder_.path());
    }
    fs::permissions(closed, before);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << closed << ": " << status;
    EXPECT_TRUE(absl::StrContains(status.message(), folder_.path())) << status;
  }
}

// Tampering through RocksDB itself, so that none of its checksums is wrong.
class TamperedLog : public LogOnBadDisk {
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

// Roots and proofs of positions within it are taken from the stored tile.
TEST_F(TamperedLog, NoticesAStoredTileThatIsGone) {
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(LogDbOptions(disk_.env(), /*salvage=*/false),
                                LogDirectory::DbPath(folder_.path()), LogColumnFamilies(),
                                &families, &opened)
                  .ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  EXPECT_TRUE(db->Delete({}, families[0], TileKey(0)).ok());
  EXPECT_TRUE(db->SyncWAL().ok());
  for (rocksdb::ColumnFamilyHandle* family : families) db->DestroyColumnFamilyHandle(family);
  ASSERT_TRUE(db->Close().ok());
  EXPECT_EQ(Verify().first_bad, 1u);
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

TEST_F(TamperedLog, ReportsTheRootThatWasPublishedOverAsManyCommits) {
  Open();
  const MerkleHash root = *log_->Root(123);
  log_.reset();
  const auto then = VerifyLog(folder_.path(), {.env = disk_.env(), .to_position = 123});
  EXPECT_TRUE(then->ok());
  EXPECT_EQ(then->commits, 123u);
  EXPECT_EQ(then->root, root);
  const auto beyond = VerifyLog(folder_.path(), {.env = disk_.env(), .to_position = 999});
  EXPECT_EQ(beyond->commits, 300u);
}

}  // namespace
}  // namespace rufaa
