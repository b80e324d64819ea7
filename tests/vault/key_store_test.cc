#include "vault/key_store.h"

#include "domain/base/refusal.h"
#include "gtest/gtest.h"
#include "tests/eventlog/fixtures.h"
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

}  // namespace
}  // namespace rufaa
