// Rows come in the order that the store has: bytewise, whatever their keys have in common.
#include "projections/core/row_order.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace rufaa {
namespace {

std::vector<std::string> KeysInOrder(const std::vector<std::string>& keys) {
  RowChanges changes;
  for (const std::string& key : keys) changes.push_back({key, "of " + key});
  std::vector<std::string> ordered;
  for (const RowChange& change : InOrder(std::move(changes))) {
    EXPECT_EQ(change.value, "of " + change.key);
    ordered.push_back(change.key);
  }
  return ordered;
}

using namespace std::string_literals;

TEST(RowOrder, AKeyStandsBeforeWhatGoesOnFromIt) {
  EXPECT_EQ(KeysInOrder({"12345678a", "1234567", "12345678", "", "12345678\0"s, "1234567\0"s}),
            (std::vector<std::string>{"", "1234567", "1234567\0"s, "12345678", "12345678\0"s,
                                      "12345678a"}));
}

TEST(RowOrder, BytesAreUnsigned) {
  EXPECT_EQ(KeysInOrder({"\xff", "a", "\x80", "\x01"}),
            (std::vector<std::string>{"\x01", "a", "\x80", "\xff"}));
}

TEST(RowOrder, KeysOfAFewBytesInAnyOrder) {
  std::mt19937 random(20261129);
  // Few letters and zeros: long beginnings in common, and many that differ by their end alone.
  for (int round = 0; round < 200; ++round) {
    std::set<std::string> wanted;
    for (int i = 0; i < 300; ++i) {
      std::string key(random() % 40, 'x');
      for (char& c : key) {
        if (random() % 6 == 0) c = "\0xy\xff"[random() % 4];
      }
      wanted.insert(key);
    }
    std::vector<std::string> keys(wanted.begin(), wanted.end());
    std::shuffle(keys.begin(), keys.end(), random);
    EXPECT_EQ(KeysInOrder(keys), std::vector<std::string>(wanted.begin(), wanted.end()));
  }
}

TEST(RowOrder, NothingIsInOrder) { EXPECT_TRUE(InOrder({}).empty()); }

}  // namespace
}  // namespace rufaa
