#include "vault/keys_at_hand.h"

#include <unistd.h>

#include <fstream>
#include <iterator>

#include "tests/vault/vault_fixture.h"

namespace rufaa {
namespace {

absl::StatusOr<std::unique_ptr<KeysAtHand>> Look(const std::string& store, const std::string& key,
                                                 absl::string_view county = "001") {
  return KeysAtHand::Open(store, county, key, geteuid());
}

TEST_F(VaultTest, ItsKeysAreTriedWhileItIsOpen) {
  const Sealed sealed = SealedName("ch-1");
  const auto keys = Look(Store(), KeyFile());
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_TRUE((*keys)->Try(sealed, kPlace).ok());
  EXPECT_EQ((*keys)->Try(sealed, "elsewhere").code(), absl::StatusCode::kDataLoss);
  const Sealed later = SealedName("ch-2");
  EXPECT_EQ((*keys)->Try(later, kPlace).code(), absl::StatusCode::kDataLoss) << "as they were";
  EXPECT_TRUE((*Look(Store(), KeyFile()))->Try(later, kPlace).ok());
}

TEST_F(VaultTest, ItsErasuresAreKnownToWhoTriesItsKeysAndAreLeftAsTheyAre) {
  SealedName("ch-1");
  ASSERT_TRUE(vault_->Erase("ch-1").ok());
  const auto read = [&] {
    std::ifstream in(Store() + ".erased");
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  // Of an erasure that is being written just now.
  std::ofstream(Store() + ".erased", std::ios::app) << "ch-2 half";
  const std::string before = read();
  const auto keys = Look(Store(), KeyFile());
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_TRUE((*keys)->Erased("ch-1"));
  EXPECT_FALSE((*keys)->Erased("ch-2"));
  EXPECT_EQ(read(), before);
}

TEST_F(VaultTest, ItsKeysAreTriedOnlyWithItsCountysKey) {
  SealedName("ch-1");
  const std::string other = folder_ + "/other.key";
  ASSERT_TRUE(GenerateCountyKeyFile(other).ok());
  EXPECT_EQ(ReasonOf(Look(Store(), other).status()), "WRONG_COUNTY_KEY");
  EXPECT_EQ(ReasonOf(Look(Store(), KeyFile(), "047").status()), "STORE_OF_ANOTHER_COUNTY");
  EXPECT_EQ(ReasonOf(Look(folder_ + "/none", KeyFile()).status()), "STORE_MISSING");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/none"));
}

}  // namespace
}  // namespace rufaa
