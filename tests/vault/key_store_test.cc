#include "vault/key_store.h"

#include <filesystem>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "gtest/gtest.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/crashed_store.h"
#include "tests/support/fault_env.h"

namespace rufaa {
namespace {

TEST(KeyStore, WritesNothingOnADiskThatIsNearlyFullAndGoesOnWhenThereIsRoom) {
  const TempFolder folder;
  FaultEnv disk;
  const auto store = *KeyStore::Open(folder.path() + "/keys", "001", "fingerprint", disk.env());
  ASSERT_TRUE(store->Put({{"row", "value"}}).ok());
  disk.ReportFreeBytes(uint64_t{1} << 20);
  const uint64_t writes = disk.writes();
  EXPECT_EQ(RefusalOf(store->Put({{"row", "other"}}))->reason, Reason::STORE_FULL);
  EXPECT_EQ(RefusalOf(store->Destroy({"row"}))->reason, Reason::STORE_FULL);
  EXPECT_EQ(disk.writes(), writes);
  EXPECT_EQ(store->Get("row")->value(), "value");
  disk.ReportFreeBytes(uint64_t{1} << 40);
  EXPECT_TRUE(store->Destroy({"row"}).ok());
  EXPECT_FALSE(store->Get("row")->has_value());
}

TEST(KeyStore, SaysThatItTakesNoMoreAfterAWriteThatFailed) {
  const TempFolder folder;
  FaultEnv disk;
  const auto open = [&] {
    return *KeyStore::Open(folder.path() + "/keys", "001", "fingerprint", disk.env());
  };
  auto store = open();
  EXPECT_TRUE(store->Health().ok());
  disk.FailSyncs(true);
  EXPECT_FALSE(store->Put({{"row", "value"}}).ok());
  disk.FailSyncs(false);
  EXPECT_FALSE(store->Put({{"row", "value"}}).ok());
  EXPECT_FALSE(store->Destroy({"row"}).ok());
  EXPECT_EQ(store->Health().code(), absl::StatusCode::kInternal) << store->Health();
  store.reset();
  store = open();
  EXPECT_TRUE(store->Health().ok());
  EXPECT_TRUE(store->Put({{"row", "value"}}).ok());
}

// After an erasure there is nothing in memory that could be written out.
TEST(KeyStore, GoesOnByItselfWhenAFullDiskHasRoomAgain) {
  const TempFolder folder;
  FaultEnv disk;
  const auto store = *KeyStore::Open(folder.path() + "/keys", "001", "fingerprint", disk.env());
  ASSERT_TRUE(store->Destroy({"row"}).ok());
  disk.FillDisk();
  EXPECT_EQ(RefusalOf(store->Put({{"row", "value"}}))->reason, Reason::STORE_FULL);
  EXPECT_GT(disk.failed_appends(), 0u);
  EXPECT_TRUE(store->Health().ok()) << store->Health();
  disk.EmptyDisk();
  absl::Status put = store->Put({{"row", "value"}});
  for (const absl::Time end = absl::Now() + absl::Seconds(60); !put.ok() && absl::Now() < end;) {
    EXPECT_EQ(RefusalOf(put)->reason, Reason::STORE_FULL);
    std::this_thread::yield();
    put = store->Put({{"row", "value"}});
  }
  EXPECT_TRUE(put.ok()) << put;
  EXPECT_TRUE(store->Health().ok()) << store->Health();
}

TEST(KeyStore, IsInUseOnlyWhereItIsOpen) {
  const TempFolder folder;
  const std::string path = folder.path() + "/keys", lock = path + "/LOCK";
  const auto open = [&] { return KeyStore::Open(path, "001", "fingerprint"); };
  std::filesystem::create_directories(lock);
  const absl::Status refused = open().status();
  EXPECT_FALSE(RefusalOf(refused).has_value()) << refused;
  EXPECT_TRUE(absl::StrContains(refused.message(), "LOCK: Is a directory")) << refused;
  std::filesystem::remove(lock);
  const auto store = open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE(RefusedWith(open().status(), Reason::STORE_IN_USE));
}

// A store of three rows, as a killed process leaves it at `path`.
CrashedStore ThreeRows(const TempFolder& folder, const std::string& path) {
  const std::string open = path + "-open";
  const auto store = *KeyStore::Open(folder.path() + open, "001", "fingerprint");
  for (const char* row : {"row/1", "row/2", "row/3"}) {
    EXPECT_TRUE(store->Put({{row, "value"}}).ok());
  }
  return {folder.path() + open, folder.path() + path};
}

// With what is before the damage alone, keys would be forgotten that values are sealed with, and
// where that is nothing the store would be anybody's.
TEST(KeyStore, RefusesAWriteAheadLogDamagedBeforeItsEnd) {
  const TempFolder folder;
  for (const std::string row : {"meta/county", "row/1", "row/2"}) {
    const CrashedStore crashed = ThreeRows(folder, "/before-" + row.substr(row.find('/') + 1));
    crashed.Flip(row);
    for (const char* county : {"001", "002"}) {
      const auto opened = KeyStore::Open(crashed.path(), county, "fingerprint");
      EXPECT_TRUE(RefusedWith(opened.status(), Reason::STORE_DAMAGED)) << row;
    }
  }
}

TEST(KeyStore, DropsATornEndAndNothingElse) {
  const TempFolder folder;
  const CrashedStore crashed = ThreeRows(folder, "/torn");
  crashed.Tear("row/3");
  const auto opened = KeyStore::Open(crashed.path(), "001", "fingerprint");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE((*opened)->Get("row/2")->has_value());
  EXPECT_FALSE((*opened)->Get("row/3")->has_value());
}

}  // namespace
}  // namespace rufaa
