// A log that is looked at while somebody writes to its store: what is found is of one moment.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"
#include "eventlog/log_store_options.h"
#include "eventlog/verify_log.h"
#include "rocksdb/file_system.h"
#include "tests/eventlog/log_on_bad_disk.h"

namespace rufaa {
namespace {

// The machine's disk, which tells whenever a table is about to be opened for reading.
class WatchedDisk : public rocksdb::FileSystemWrapper {
 public:
  explicit WatchedDisk(std::function<void()> told)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), told_(std::move(told)) {}

  const char* Name() const override { return "WatchedDisk"; }
  rocksdb::IOStatus NewRandomAccessFile(const std::string& name,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override {
    if (absl::EndsWith(name, ".sst")) {
      const std::lock_guard lock(mutex_);  // RocksDB opens several at once.
      told_();
    }
    return FileSystemWrapper::NewRandomAccessFile(name, options, file, debug);
  }

 private:
  std::mutex mutex_;
  const std::function<void()> told_;
};

class LookedAt : public LogOnBadDisk {
 protected:
  static constexpr uint64_t kCommits = 40;

  // A log of several tables, with its last commits in the write-ahead log alone.
  void SetUp() override {
    for (uint64_t first = 1; first <= 30; first += 10) {
      Open();
      AppendRange(first, first + 9);
      log_.reset();
    }
    Open();
    AppendRange(31, kCommits);
    CrashAndKeep([] {});
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(LogDbOptions(rocksdb::Env::Default(), /*salvage=*/false),
                                  LogDirectory::DbPath(folder_.path()), LogColumnFamilies(),
                                  &families_, &opened)
                    .ok());
    writer_.reset(opened);
  }
  void TearDown() override {
    for (rocksdb::ColumnFamilyHandle* family : families_)
      writer_->DestroyColumnFamilyHandle(family);
  }

  // Writes every table anew, into one for each family, and deletes those that were.
  void Compact(const std::vector<rocksdb::ColumnFamilyHandle*>& families) {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    for (rocksdb::ColumnFamilyHandle* family : families) {
      EXPECT_TRUE(writer_->CompactRange(options, family, nullptr, nullptr).ok());
    }
    DeleteWhatWas();
  }
  // Now, and not when a thread of its own comes to it.
  void DeleteWhatWas() {
    EXPECT_TRUE(writer_->DisableFileDeletions().ok());
    EXPECT_TRUE(writer_->EnableFileDeletions(/*force=*/true).ok());
  }

  absl::StatusOr<VerifyReport> LookAnd(std::function<void()> told) {
    const std::unique_ptr<rocksdb::Env> env =
        rocksdb::NewCompositeEnv(std::make_shared<WatchedDisk>(std::move(told)));
    return VerifyLog(folder_.path(), {.env = env.get()});
  }

  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  std::unique_ptr<rocksdb::DB> writer_;
};

TEST_F(LookedAt, ATableThatIsMergedAwayIsNoDamage) {
  bool done = false;
  const absl::StatusOr<VerifyReport> report = LookAnd([&] {
    if (!std::exchange(done, true)) Compact(families_);
  });
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(done);
  EXPECT_TRUE(report->ok()) << report->reason;
  EXPECT_EQ(report->commits, kCommits);
}

// Behind the look at the tables, which did not hold it yet.
TEST_F(LookedAt, NoCommitIsMissedThatMovesIntoATableMeanwhile) {
  bool done = false;
  const absl::StatusOr<VerifyReport> report = LookAnd([&] {
    if (std::exchange(done, true)) return;
    EXPECT_TRUE(writer_->Flush({}, families_).ok());
    DeleteWhatWas();
  });
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok()) << report->reason;
  EXPECT_EQ(report->commits, kCommits);
}

TEST_F(LookedAt, WhatIsMergedAwayWhileItIsReadIsReadAllTheSame) {
  const absl::StatusOr<std::unique_ptr<LogStore>> store =
      LogStore::Open(LogDirectory::DbPath(folder_.path()), {.read_only = true});
  ASSERT_TRUE(store.ok()) << store.status();
  Compact(families_);
  EXPECT_EQ(*(*store)->CountRequests(), kCommits);
  EXPECT_TRUE((*store)->CheckEnd().ok());
}

TEST_F(LookedAt, AStoreThatIsNeverTheSameIsNotToldAsDamaged) {
  const absl::StatusOr<VerifyReport> report = LookAnd([&] { Compact({families_[0]}); });
  EXPECT_TRUE(absl::IsUnavailable(report.status())) << report.status();
}

TEST_F(LookedAt, ATableThatIsGoneForGoodIsDamageWhoeverHasTheStoreOpen) {
  for (const auto& entry :
       std::filesystem::directory_iterator(LogDirectory::DbPath(folder_.path()))) {
    if (entry.path().extension() == ".sst") std::filesystem::remove(entry.path());
  }
  const absl::StatusOr<VerifyReport> report = VerifyLog(folder_.path(), {});
  EXPECT_FALSE(report.ok() && report->ok());
}

}  // namespace
}  // namespace rufaa
