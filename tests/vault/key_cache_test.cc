#include "vault/key_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace rufaa {
namespace {

class KeyCacheTest : public testing::Test {
 protected:
  void Put(const std::string& name, char fill) {
    unsigned char key[32];
    std::memset(key, fill, sizeof(key));
    cache_.Put(name, name + "-id", key);
  }
  // The byte that fills the key, or '-'.
  char Get(const std::string& name) {
    const KeyCache::Found found = cache_.Get(name);
    if (found.key == nullptr) return '-';
    EXPECT_EQ(*found.key_id, name + "-id");
    return static_cast<char>(found.key[31]);
  }

  KeyCache cache_{3};
};

TEST_F(KeyCacheTest, GivesBackWhatWasPut) {
  EXPECT_EQ(Get("a"), '-');
  Put("a", '1');
  Put("b", '2');
  EXPECT_EQ(Get("a"), '1');
  Put("a", '3');
  EXPECT_EQ(Get("a"), '3');
  EXPECT_EQ(Get("b"), '2');
}

TEST_F(KeyCacheTest, MakesRoomByTheLeastRecentlyUsed) {
  Put("a", '1');
  Put("b", '2');
  Put("c", '3');
  EXPECT_EQ(Get("a"), '1');
  Put("d", '4');
  EXPECT_EQ(Get("b"), '-');
  EXPECT_EQ(Get("a"), '1');
  EXPECT_EQ(Get("c"), '3');
  EXPECT_EQ(Get("d"), '4');
}

TEST_F(KeyCacheTest, WipesWhatItDrops) {
  Put("a", '1');
  const unsigned char* where = cache_.Get("a").key;
  cache_.Drop("a");
  EXPECT_EQ(Get("a"), '-');
  EXPECT_TRUE(std::all_of(where, where + 32, [](unsigned char byte) { return byte == 0; }));
  cache_.Drop("a");
}

TEST_F(KeyCacheTest, UsesAFreedPlaceAgain) {
  for (int i = 0; i < 100; ++i) {
    Put("a", '1');
    Put("b", '2');
    cache_.Drop("a");
    Put("c", '3');
    Put("d", '4');
    EXPECT_EQ(Get("b"), '2');
    EXPECT_EQ(Get("d"), '4');
    cache_.Drop("b");
    cache_.Drop("c");
    cache_.Drop("d");
  }
}

}  // namespace
}  // namespace rufaa
