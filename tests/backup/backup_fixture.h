// A small demo county, a backup of it, and room for what is made of that.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "cli/backup/restore.h"
#include "cli/demo/demo_county.h"
#include "eventlog/log_directory.h"
#include "eventlog/log_store.h"
#include "services/hub/open_county.h"
#include "services/ops/backup.h"

namespace rufaa {

namespace fs = std::filesystem;

inline constexpr char kCounty[] = "001";

class BackupTest : public testing::Test {
 protected:
  BackupTest() : root_(Root("")) {
    fs::remove_all(root_);
    fs::create_directories(root_);
    fs::copy(Root(".made"), Path("data"), fs::copy_options::recursive);
  }
  ~BackupTest() override { fs::remove_all(root_); }

  // Making the county takes longer than any test of it: each has a copy.
  static void SetUpTestSuite() {
    fs::remove_all(Root(".made"));
    fs::create_directories(Root(".made"));
    demo::DemoOptions options;
    options.data_dir = Root(".made");
    options.seed = {.seed = 7, .cases = 60, .now = absl::Now()};
    options.password_cost = {.passes = 1, .memory_bytes = 8192};
    ASSERT_TRUE(demo::PrepareDemo(options, [](int) { return true; }).ok());
  }
  static void TearDownTestSuite() { fs::remove_all(Root(".made")); }

  static std::string Root(const std::string& end) {
    return fs::canonical(testing::TempDir()) / ("backup_test." + std::to_string(getpid()) + end);
  }
  std::string Path(const std::string& name) const { return root_ + "/" + name; }

  std::unique_ptr<hub::OpenCounty> Open(const std::string& data) {
    auto county = hub::OpenCounty::Open(
        {.data_dir = Path(data), .county = kCounty, .key_dir = {}, .session_limits = {}});
    EXPECT_TRUE(county.ok()) << county.status();
    return county.ok() ? *std::move(county) : nullptr;
  }

  absl::StatusOr<ops::BackupManifest> Create(hub::OpenCounty& county,
                                             const std::string& folder = "copy",
                                             const std::string& keys = "copied-keys") {
    EXPECT_TRUE(county.views().FoldToHead().ok());
    return CreateAsItStands(county, folder, keys);
  }

  absl::StatusOr<ops::BackupManifest> CreateAsItStands(hub::OpenCounty& county,
                                                       const std::string& folder = "copy",
                                                       const std::string& keys = "copied-keys") {
    return ops::CreateBackup(
        {.county = kCounty,
         .log = county.log(),
         .reads = county.reads(),
         .vault = county.vault(),
         .views = county.views(),
         .copy_accounts =
             [&](const std::string& path) { return county.access().store().Checkpoint(path); },
         .key_file = Path("data/001/keys/county.key")},
        Path(folder), Path(keys), absl::Now());
  }

  ops::BackupManifest BackUp() {
    auto county = Open("data");
    absl::StatusOr<ops::BackupManifest> made = Create(*county);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *made : ops::BackupManifest{};
  }

  absl::StatusOr<cli::Restored> Restore(const std::string& erasures = "",
                                        const std::string& key_dir = "") {
    return cli::Restore({.folder = Path("copy"),
                         .keys_folder = Path("copied-keys"),
                         .data_dir = Path("restored"),
                         .key_dir = key_dir,
                         .erasures = erasures});
  }

  // The backup as it would be of the same county on Kafka.
  void MakeItOfACopyOfATopic(ops::BackupManifest manifest) {
    {
      const auto store = LogStore::Open(LogDirectory::DbPath(Path("copy/log")), {});
      ASSERT_TRUE(store.ok()) << store.status();
      LogStore::Batch batch(**store);
      batch.PutSource({});
      batch.PutMove({.kind = MoveMark::Kind::kClosing, .id = std::string(16, 'x')});
      ASSERT_TRUE((*store)->Write(batch).ok());
    }
    manifest.files = *ops::ListFiles(Path("copy"), ops::kManifestName);
    fs::remove(Path("copy/manifest.json"));
    ASSERT_TRUE(ops::WriteManifest(Path("copy"), manifest).ok());
  }

  const std::string root_;
};

}  // namespace rufaa
