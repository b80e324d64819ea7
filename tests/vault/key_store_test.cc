#include "vault/key_store.h"

#include <stdlib.h>

#include <filesystem>

#include "domain/base/refusal.h"
#include "gtest/gtest.h"
#include "tests/support/fault_env.h"

namespace rufaa {
namespace {

TEST(KeyStore, WritesNothingOnADiskThatIsNearlyFullAndGoesOnWhenThereIsRoom) {
  std::string folder = "/tmp/rufaa-keys-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  FaultEnv disk;
  {
    const auto store = *KeyStore::Open(folder + "/keys", "001", "fingerprint", disk.env());
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
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace rufaa
