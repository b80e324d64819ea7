// A backup stands by itself: apart from what it was made of, and its keys apart from it.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "domain/base/refusal.h"
#include "services/ops/own_copy.h"
#include "tests/backup/backup_fixture.h"

namespace rufaa {
namespace {

using ::testing::HasSubstr;

Reason ReasonOf(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  EXPECT_TRUE(refusal) << status;
  return refusal ? refusal->reason : Reason::UNAUTHENTICATED;
}

void Overwrite(const fs::path& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const char flipped = static_cast<char>(file.get() ^ 1);
  file.seekp(0);
  file.put(flipped);
}

std::vector<fs::path> FilesOf(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

TEST_F(BackupTest, NoFileOfItIsSharedWithTheCountys) {
  BackUp();
  int tables = 0;
  for (const std::string folder : {"copy", "copied-keys"}) {
    for (const fs::path& file : FilesOf(Path(folder))) {
      EXPECT_EQ(fs::hard_link_count(file), 1u) << file;
      EXPECT_NE(file.extension(), ".own") << file;
      tables += file.extension() == ".sst";
    }
  }
  EXPECT_GT(tables, 0) << "what a checkpoint links";
  for (const fs::path& file : FilesOf(Path("data"))) Overwrite(file);
  const auto verified = ops::VerifyBackup(Path("copy"), Path("copied-keys"));
  EXPECT_TRUE(verified.ok()) << verified.status();
}

TEST_F(BackupTest, WhereThereIsNoRoomForCopiesNoneIsMade) {
  fs::create_directories(Path("folder"));
  const std::string live = Path("live"), linked = Path("folder/linked");
  std::ofstream(live) << "what is written";
  fs::create_hard_link(live, linked);
  EXPECT_EQ(ReasonOf(ops::CopyLinked(Path("folder"), UINT64_MAX)), Reason::STORE_FULL);
  EXPECT_EQ(fs::hard_link_count(live), 2u);
  EXPECT_EQ(FilesOf(Path("folder")).size(), 1u);
  ASSERT_TRUE(ops::CopyLinked(Path("folder"), 0).ok());
  EXPECT_EQ(fs::hard_link_count(live), 1u);
  EXPECT_EQ(FilesOf(Path("folder")), std::vector<fs::path>{linked});
  std::ostringstream copied;
  copied << std::ifstream(linked).rdbuf();
  EXPECT_EQ(copied.str(), "what is written");
}

// Else one of them could not come to its place, and keys would stay behind by themselves.
TEST_F(BackupTest, FoldersThatAreNotApartAreRefusedAndNothingIsMade) {
  auto county = Open("data");
  fs::create_directory_symlink(root_, Path("link"));
  const std::string keys = "copied-keys";
  for (const std::string& folder :
       {keys, keys + "/", keys + "/copy", "link/" + keys, "none/../" + keys}) {
    const absl::Status refused = Create(*county, folder).status();
    EXPECT_EQ(ReasonOf(refused), Reason::MALFORMED) << folder;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(Path(keys))) << folder;
    EXPECT_FALSE(fs::exists(Path(keys))) << folder;
  }
  EXPECT_EQ(ReasonOf(Create(*county, "copy", "copy/keys").status()), Reason::MALFORMED);
  EXPECT_FALSE(fs::exists(Path("copy")));
  EXPECT_TRUE(Create(*county, "copy", "copy-of-keys").ok()) << "beside each other";
}

TEST_F(BackupTest, ASlashAtTheEndNamesTheSameFolder) {
  auto county = Open("data");
  const auto made = Create(*county, "copy/", "copied-keys/");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(ops::VerifyBackup(Path("copy"), Path("copied-keys")).ok());
}

TEST_F(BackupTest, ABackupIsNotTakenForItsKeys) {
  BackUp();
  EXPECT_TRUE(absl::IsNotFound(ops::VerifyBackup(Path("copy"), Path("copy")).status()));
  const absl::Status refused = cli::Restore({.folder = Path("copy"),
                                             .keys_folder = Path("copy"),
                                             .data_dir = Path("restored"),
                                             .key_dir = {},
                                             .erasures = {}})
                                   .status();
  EXPECT_TRUE(absl::IsNotFound(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr(Path("copy") + ": there are no keys"));
  EXPECT_FALSE(fs::exists(Path("restored")));
}

TEST_F(BackupTest, ARestoreThatFailsLeavesNothing) {
  ops::BackupManifest made = BackUp();
  ASSERT_FALSE(made.views.empty());
  made.views.begin()->second = std::string(64, '0');
  fs::remove(Path("copy/manifest.json"));
  ASSERT_TRUE(ops::WriteManifest(Path("copy"), made).ok());
  EXPECT_TRUE(absl::IsDataLoss(Restore("", Path("keys/here")).status()));
  EXPECT_FALSE(fs::exists(Path("restored")));
  EXPECT_FALSE(fs::exists(Path("keys")));
  // What was there before stays, a key as well.
  fs::create_directories(Path("restored"));
  fs::create_directories(Path("keys"));
  fs::copy_file(Path("copied-keys/county.key"), Path("keys/001.key"));
  EXPECT_TRUE(absl::IsDataLoss(Restore("", Path("keys")).status()));
  EXPECT_TRUE(fs::exists(Path("restored")) && fs::is_empty(Path("restored")));
  EXPECT_TRUE(fs::exists(Path("keys/001.key")));
}

}  // namespace
}  // namespace rufaa
