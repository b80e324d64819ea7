#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/support/fault_env.h"
#include "tests/vault/vault_fixture.h"
#include "vault/key_store.h"

namespace rufaa {
namespace {

using testing::Contains;
using testing::Not;

TEST_F(VaultTest, ForgetsAnErasedChild) {
  const Sealed sealed = SealedName("ch-1");
  const Sealed other = SealedName("ch-2");
  EXPECT_FALSE(vault_->Erased("ch-1"));
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  EXPECT_TRUE(vault_->Erased("ch-1"));
  EXPECT_EQ(ReasonOf(vault_->Open(sealed, kPlace).status()), "ERASED");
  EXPECT_EQ(ReasonOf(vault_->Seal("ch-1", Compartment::kIdentity, kPlace, "x").status()), "ERASED");
  EXPECT_EQ(vault_->Open(other, kPlace).value(), kName);
}

TEST_F(VaultTest, MayEraseTwiceAndEraseAChildItNeverKnew) {
  SealedName("ch-1");
  EXPECT_TRUE(vault_->Erase("ch-1").ok());
  EXPECT_TRUE(vault_->Erase("ch-1").ok());
  EXPECT_TRUE(vault_->Erase("ch-9").ok());
}

// The county's log is followed from its beginning at every start: what is done is not done again.
TEST_F(VaultTest, WritesNothingWhenAChildIsErasedAgain) {
  SealedName("ch-1");
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  Reopen();
  const std::string before = AllBytes();
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  EXPECT_TRUE(AllBytes() == before);
}

TEST_F(VaultTest, StaysErasedAfterARestart) {
  const Sealed sealed = SealedName("ch-1");
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  Reopen();
  EXPECT_TRUE(vault_->Erased("ch-1"));
  EXPECT_EQ(ReasonOf(vault_->Open(sealed, kPlace).status()), "ERASED");
}

TEST_F(VaultTest, FindsAnErasedChildUnderNoName) {
  const Vault::Likeness likeness{"Mohamed", "Abdalla", 2011, "SMAL"};
  ASSERT_TRUE(vault_->Index("ch-1", likeness).ok());
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  EXPECT_THAT(vault_->Matches(likeness).value(), Not(Contains("ch-1")));
  EXPECT_EQ(ReasonOf(vault_->Index("ch-1", likeness)), "ERASED");
}

// The wrapped identity key of ch-1 as it lies in the store; the vault must be closed.
std::string WrappedKey(const std::string& store_path, const std::string& key_file) {
  const std::string fingerprint = CountyKey::Read(key_file)->fingerprint();
  auto store = KeyStore::Open(store_path, "001", fingerprint).value();
  return store->Get("key/ch-1/identity").value().value();
}

TEST_F(VaultTest, LeavesNoWrappedKeyInAnyFileAfterErasure) {
  SealedName("ch-1");
  vault_.reset();
  const std::string wrapped = WrappedKey(Store(), KeyFile());
  ASSERT_TRUE(absl::StrContains(AllBytes(), wrapped));
  Reopen();
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  vault_.reset();
  EXPECT_FALSE(absl::StrContains(AllBytes(), wrapped));
}

TEST_F(VaultTest, ErasesAgainWhenAnOlderKeyStoreIsPutBack) {
  const Sealed sealed = SealedName("ch-1");
  const std::string backup = folder_ + "/backup";
  ASSERT_TRUE(vault_->Checkpoint(backup).ok());
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  vault_.reset();
  std::filesystem::remove_all(Store());
  std::filesystem::rename(backup, Store());  // The journal stays, as a restore leaves it.
  const std::string wrapped = WrappedKey(Store(), KeyFile());
  Reopen();
  EXPECT_EQ(ReasonOf(vault_->Open(sealed, kPlace).status()), "ERASED");
  vault_.reset();
  EXPECT_FALSE(absl::StrContains(AllBytes(), wrapped));
}

TEST_F(VaultTest, BringsBackAllOthersFromACheckpoint) {
  const Sealed sealed = SealedName("ch-1");
  ASSERT_TRUE(vault_->Erase("ch-2").ok());
  const std::string backup = folder_ + "/backup";
  ASSERT_TRUE(vault_->Checkpoint(backup).ok());
  vault_ = Vault::Open(backup, "001", KeyFile()).value();
  EXPECT_EQ(vault_->Open(sealed, kPlace).value(), kName);
  EXPECT_TRUE(vault_->Erased("ch-2"));
}

TEST_F(VaultTest, RemembersErasuresThoughTheJournalIsLost) {
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  vault_.reset();
  ASSERT_TRUE(std::filesystem::remove(Store() + ".erased"));
  Reopen();
  EXPECT_TRUE(vault_->Erased("ch-1"));
  EXPECT_GT(std::filesystem::file_size(Store() + ".erased"), 0u);
}

TEST_F(VaultTest, RefusesAJournalThatWasTamperedWith) {
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  vault_.reset();
  std::fstream journal(Store() + ".erased", std::ios::in | std::ios::out);
  journal.seekp(3);
  journal.put('2');
  journal.close();
  EXPECT_EQ(ReasonOf(Vault::Open(Store(), "001", KeyFile()).status()), "STORE_DAMAGED");
}

TEST_F(VaultTest, DropsATornLastLineOfTheJournal) {
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  vault_.reset();
  std::ofstream(Store() + ".erased", std::ios::app) << "ch-2 0123";
  Reopen();
  EXPECT_TRUE(vault_->Erased("ch-1"));
  EXPECT_FALSE(vault_->Erased("ch-2"));
  ASSERT_TRUE(vault_->Erase("ch-3").ok());
  Reopen();
  EXPECT_TRUE(vault_->Erased("ch-3"));
}

TEST_F(VaultTest, ErasesAfterTheJournalHadRoomForHalfALine) {
  SealedName("ch-2");
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  const auto size = std::filesystem::file_size(Store() + ".erased");
  LimitFiles(size + 9);
  const absl::Status refused = vault_->Erase("ch-2");
  LimitFiles(RLIM_INFINITY);
  EXPECT_FALSE(refused.ok());
  EXPECT_FALSE(vault_->Erased("ch-2"));
  ASSERT_EQ(std::filesystem::file_size(Store() + ".erased"), size + 9) << "no short write was met";
  ASSERT_TRUE(vault_->Erase("ch-2").ok());
  Reopen();
  EXPECT_TRUE(vault_->Erased("ch-1"));
  EXPECT_TRUE(vault_->Erased("ch-2"));
}

TEST_F(VaultTest, OpensOnAFullDiskWithAnErasureToFinish) {
  FaultEnv disk;
  Reopen(disk.env());
  const Sealed name = SealedName("ch-1");
  disk.ReportFreeBytes(1 << 20);
  EXPECT_EQ(ReasonOf(vault_->Erase("ch-1")), "STORE_FULL");
  Reopen(disk.env());
  EXPECT_EQ(ReasonOf(vault_->Open(name, kPlace).status()), "ERASED");
  disk.ReportFreeBytes(uint64_t{1} << 40);
  Reopen(disk.env());
  const uint64_t writes = disk.writes();
  EXPECT_TRUE(vault_->Erase("ch-1").ok());
  EXPECT_EQ(disk.writes(), writes) << "the erasure was finished at the opening";
  vault_.reset();
}

}  // namespace
}  // namespace rufaa
