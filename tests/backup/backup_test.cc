#include "services/ops/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "cli/backup/restore.h"
#include "domain/base/refusal.h"
#include "tests/backup/backup_fixture.h"
#include "tests/support/as_nobody.h"
#include "tests/support/synced_paths.h"

namespace rufaa {
namespace {

absl::optional<Reason> ReasonOf(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  if (!refusal) return absl::nullopt;
  return refusal->reason;
}

void FlipByte(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(0, std::ios::end);
  const std::streamoff middle = file.tellg() / 2;
  file.seekg(middle);
  char byte = 0;
  file.get(byte);
  file.seekp(middle);
  file.put(static_cast<char>(byte ^ 1));
}

TEST_F(BackupTest, ACopyVerifiesAndTellsItsPositionRootAndViews) {
  const ops::BackupManifest made = BackUp();
  EXPECT_GT(made.position, 100u);
  EXPECT_EQ(made.root.size(), 64u);
  EXPECT_FALSE(made.views.empty());
  const auto verified = ops::VerifyBackup(Path("copy"), Path("copied-keys"));
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(*verified, made);
}

TEST_F(BackupTest, ARestoredCountyHasTheSameRootAndTheSameViews) {
  const ops::BackupManifest made = BackUp();
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_FALSE(restored->left_topic);
  auto county = Open("restored");
  ASSERT_NE(county, nullptr);
  EXPECT_EQ(county->log().Head(), made.position);
  EXPECT_EQ(county->log().log_id(), made.log_id);
  county.reset();
  EXPECT_TRUE(cli::CheckRestored(Path("restored"), "", made).ok());
}

TEST_F(BackupTest, TheCopyOfATopicIsRestoredAsALogOfItsOwn) {
  const ops::BackupManifest made = BackUp();
  MakeItOfACopyOfATopic(made);
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_TRUE(restored->left_topic);
  EXPECT_EQ(restored->manifest.root, made.root);
  auto county = Open("restored");
  ASSERT_NE(county, nullptr);
  EXPECT_EQ(county->log().Head(), made.position);
}

TEST_F(BackupTest, TheAccessBookComesAlong) {
  {
    auto county = Open("data");
    std::promise<absl::Status> entered;
    ReadEntry entry;
    entry.actor.person = "p-1";
    entry.read_at = absl::Now();
    entry.cases = {"MSA-1"};
    county->book().Record(entry, [&](absl::Status status) { entered.set_value(status); });
    ASSERT_TRUE(entered.get_future().get().ok());
  }
  const ops::BackupManifest made = BackUp();
  EXPECT_EQ(made.reads_position, 1u);
  EXPECT_EQ(made.reads_root.size(), 64u);
  ASSERT_TRUE(Restore().ok());
  auto county = Open("restored");
  ASSERT_NE(county, nullptr);
  const absl::StatusOr<ReadsPage> page = county->book().Find({.case_code = "MSA-1"});
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->reads.size(), 1u);
  county.reset();
  ops::BackupManifest other = made;
  other.reads_root = std::string(64, '0');
  EXPECT_TRUE(absl::IsDataLoss(cli::CheckRestored(Path("restored"), "", other)));
}

TEST_F(BackupTest, AViewThatCameOutOtherwiseIsSaid) {
  ops::BackupManifest made = BackUp();
  ASSERT_TRUE(Restore().ok());
  made.views.begin()->second = std::string(64, '0');
  EXPECT_TRUE(absl::IsDataLoss(cli::CheckRestored(Path("restored"), "", made)));
}

TEST_F(BackupTest, AFlippedByteInAnyFileIsFound) {
  const ops::BackupManifest made = BackUp();
  for (const ops::FileEntry& file : made.files) {
    if (file.bytes == 0) continue;
    const std::string path = Path("copy/") + file.path;
    FlipByte(path);
    const absl::Status status = ops::VerifyBackup(Path("copy"), "").status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << file.path << ": " << status;
    EXPECT_TRUE(absl::StrContains(status.message(), file.path)) << status;
    FlipByte(path);
  }
  EXPECT_TRUE(ops::VerifyBackup(Path("copy"), "").ok());
}

// Every file and folder of `folder` was synced where it was written, `written`; and then, that it
// is in its place.
void ExpectDurable(const std::string& folder, const std::string& written) {
  SyncedPaths& synced = SyncedPaths::Of();
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() && !entry.is_directory()) continue;
    const std::string below = fs::relative(entry.path(), folder).string();
    EXPECT_TRUE(synced.Has(written + "/" + below)) << below;
  }
  EXPECT_TRUE(synced.Has(written));
  EXPECT_TRUE(synced.Has(fs::path(folder).parent_path().string()));
}

TEST_F(BackupTest, WhatIsSaidToBeThereIsThereAfterAPowerCut) {
  SyncedPaths::Of().Forget();
  BackUp();
  ExpectDurable(Path("copy"), Path("copy.part"));
  ExpectDurable(Path("copied-keys"), Path("copied-keys.part"));
  ASSERT_TRUE(Restore().ok());
  ExpectDurable(Path("restored/001"), Path("restored/.restoring/001"));
}

TEST_F(BackupTest, AFileGoneOrAddedIsFound) {
  const ops::BackupManifest made = BackUp();
  std::ofstream(Path("copy/log/more")) << "x";
  EXPECT_TRUE(absl::IsDataLoss(ops::VerifyBackup(Path("copy"), "").status()));
  fs::remove(Path("copy/log/more"));
  fs::remove(Path("copy/") + made.files.front().path);
  EXPECT_TRUE(absl::IsDataLoss(ops::VerifyBackup(Path("copy"), "").status()));
}

TEST_F(BackupTest, KeysOfAnotherBackupAreNotTaken) {
  BackUp();
  ops::BackupManifest keys = *ops::ReadManifest(Path("copied-keys"));
  fs::remove(Path("copied-keys/manifest.json"));
  keys.log_id = std::string(32, 'f');
  ASSERT_TRUE(ops::WriteManifest(Path("copied-keys"), keys).ok());
  EXPECT_TRUE(absl::IsDataLoss(ops::VerifyBackup(Path("copy"), Path("copied-keys")).status()));
}

TEST_F(BackupTest, TheCopyOfTheLogHoldsNoKey) {
  for (const ops::FileEntry& file : BackUp().files) {
    EXPECT_FALSE(absl::StrContains(file.path, "vault")) << file.path;
    EXPECT_FALSE(absl::StrContains(file.path, ".key")) << file.path;
  }
}

TEST_F(BackupTest, NothingIsOverwritten) {
  BackUp();
  auto county = Open("data");
  EXPECT_EQ(ReasonOf(Create(*county).status()), Reason::BACKUP_NOT_EMPTY);
  county.reset();
  ASSERT_TRUE(Restore().ok());
  EXPECT_EQ(ReasonOf(Restore().status()), Reason::BACKUP_NOT_EMPTY);
}

// A disk that the hub may not write to is the technician's to mend: it must be told which.
TEST_F(BackupTest, APlaceThatCanNotBeWrittenIsNamed) {
  std::ofstream(Path("no-folder")) << "a plain file";
  auto county = Open("data");
  const absl::Status refused = Create(*county, "no-folder/copy").status();
  EXPECT_EQ(ReasonOf(refused), Reason::MALFORMED);
  EXPECT_TRUE(absl::StrContains(refused.message(), Path("no-folder/copy"))) << refused;
  EXPECT_FALSE(fs::exists(Path("copied-keys")));
}

TEST_F(BackupTest, AnOlderCopyForgetsAgainWhoWasErasedSince) {
  Sealed sealed;
  std::string child = "ch-erased0001";
  {
    auto county = Open("data");
    sealed = *county->vault().Seal(child, Compartment::kIdentity, "place", "a name");
  }
  BackUp();
  {
    auto county = Open("data");
    ASSERT_TRUE(county->vault().Erase(child).ok());
  }
  ASSERT_TRUE(Restore(Path("data/001/vault.erased")).ok());
  auto county = Open("restored");
  EXPECT_TRUE(county->vault().Erased(child));
  EXPECT_EQ(ReasonOf(county->vault().Open(sealed, "place").status()), Reason::ERASED);
}

TEST_F(BackupTest, AFileOfErasuresThatCanNotBeReadIsNamedBeforeAnythingIsCopied) {
  BackUp();
  std::ofstream(Path("closed")) << "";
  fs::permissions(Path("closed"), fs::perms::none);
  const auto expect_named = [this](const std::string& name) {
    const absl::Status status = Restore(Path(name)).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), Path(name) + " can't be read: ")) << status;
    EXPECT_FALSE(fs::exists(Path("restored")));
  };
  expect_named("data/001/erased");  // Not there.
  expect_named("data/001");         // A folder.
  const AsNobody nobody;
  expect_named("closed");  // Saved by root, to be restored by the hub's account.
}

TEST_F(BackupTest, AKeyThatIsThereAndCanNotBeUsedIsNamedBeforeAnythingIsCopied) {
  BackUp();
  fs::create_directories(Path("keys"));
  const std::string key = Path("keys/001.key");
  fs::copy_file(Path("copied-keys/county.key"), key);
  fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
  const absl::Status refused = Restore("", Path("keys")).status();
  EXPECT_EQ(ReasonOf(refused), Reason::KEY_FILE_UNUSABLE);
  EXPECT_TRUE(absl::StrContains(refused.message(), key)) << refused;
  EXPECT_FALSE(fs::exists(Path("restored")));
  fs::permissions(key, fs::perms::group_read, fs::perm_options::remove);
  EXPECT_TRUE(Restore("", Path("keys")).ok());
}

// However it was saved: the hub writes into its own.
TEST_F(BackupTest, ARestoredFileOfErasuresIsItsOwnersToWrite) {
  BackUp();
  fs::copy_file(Path("data/001/vault.erased"), Path("saved"));
  fs::permissions(Path("saved"), fs::perms::owner_read | fs::perms::group_read);
  ASSERT_TRUE(Restore(Path("saved")).ok());
  EXPECT_EQ(fs::status(Path("restored/001/vault.erased")).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(BackupTest, AFolderThatIsNoBackupIsToldFromABackupWithoutItsManifest) {
  BackUp();
  EXPECT_TRUE(absl::IsNotFound(ops::VerifyBackup(Path("nowhere"), "").status()));
  EXPECT_TRUE(absl::IsNotFound(ops::VerifyBackup(Path("copy"), Path("nowhere")).status()));
  EXPECT_TRUE(absl::IsNotFound(ops::VerifyBackup(Path("data"), "").status())) << "something else";
  fs::remove(Path("copied-keys/manifest.json"));
  EXPECT_TRUE(absl::IsDataLoss(ops::VerifyBackup(Path("copy"), Path("copied-keys")).status()));
  fs::remove(Path("copy/manifest.json"));
  EXPECT_TRUE(absl::IsDataLoss(ops::VerifyBackup(Path("copy"), "").status()));
}

TEST_F(BackupTest, ABackupOfAnotherAccountIsNotSaidToBeDamaged) {
  BackUp();
  fs::permissions(Path("copied-keys"), fs::perms::owner_all | fs::perms::others_exec);
  for (const std::string name : {"copied-keys", "copied-keys/manifest.json"}) {
    const fs::perms before = fs::status(Path(name)).permissions();
    fs::permissions(Path(name), fs::perms::none);
    absl::Status status;
    {
      const AsNobody nobody;
      status = ops::ReadManifest(Path("copied-keys")).status();
    }
    fs::permissions(Path(name), before);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_TRUE(absl::StrContains(status.message(), Path("copied-keys"))) << status;
  }
  const ops::BackupManifest keys = *ops::ReadManifest(Path("copied-keys"));
  fs::permissions(Path("copied-keys"),
                  fs::perms::others_read | fs::perms::owner_all | fs::perms::others_exec);
  fs::permissions(Path("copied-keys/county.key"), fs::perms::none);
  const AsNobody nobody;
  const absl::Status closed = ops::CheckFiles(Path("copied-keys"), keys.files, ops::kManifestName);
  EXPECT_TRUE(absl::IsInvalidArgument(closed)) << closed;
  EXPECT_TRUE(absl::StrContains(closed.message(), Path("copied-keys"))) << closed;
}

TEST_F(BackupTest, ACopyRemembersNothingOfErasuresThatItWasNotTold) {
  Sealed sealed;
  std::string child = "ch-erased0001";
  {
    auto county = Open("data");
    sealed = *county->vault().Seal(child, Compartment::kIdentity, "place", "a name");
  }
  BackUp();
  ASSERT_TRUE(Restore().ok());
  auto county = Open("restored");
  EXPECT_EQ(*county->vault().Open(sealed, "place"), "a name");
}

}  // namespace
}  // namespace rufaa
