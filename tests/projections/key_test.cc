#include "projections/core/key.h"

#include <gtest/gtest.h>

namespace rufaa {
namespace {

TEST(Key, TextsSortAsTextsWhateverFollowsThem) {
  const std::string ab = KeyWriter().Text("ab").U64(~uint64_t{0}).Take();
  const std::string abc = KeyWriter().Text("abc").U64(0).Take();
  const std::string ab_nul = KeyWriter().Text(absl::string_view("ab\0", 3)).U64(0).Take();
  EXPECT_LT(ab, ab_nul);
  EXPECT_LT(ab_nul, abc);
}

TEST(Key, TimesSortAcrossTheEpochBothWays) {
  const absl::Time before = absl::FromUnixMicros(-5), after = absl::FromUnixMicros(5);
  EXPECT_LT(KeyWriter().Time(before).Take(), KeyWriter().Time(after).Take());
  EXPECT_GT(KeyWriter().TimeDescending(before).Take(), KeyWriter().TimeDescending(after).Take());
}

TEST(Key, ReadsBackWhatWasWritten) {
  const absl::Time time = absl::FromUnixMicros(-1234567);
  const std::string key = KeyWriter()
                              .U8(7)
                              .Text(absl::string_view("a\0b", 3))
                              .U32(8)
                              .U64(9)
                              .Time(time)
                              .TimeDescending(time)
                              .Take();
  KeyReader reader(key);
  uint8_t u8 = 0;
  uint32_t u32 = 0;
  uint64_t u64 = 0;
  std::string text;
  absl::Time first, second;
  ASSERT_TRUE(reader.U8(u8) && reader.Text(text) && reader.U32(u32) && reader.U64(u64) &&
              reader.Time(first) && reader.TimeDescending(second));
  EXPECT_TRUE(reader.AtEnd());
  EXPECT_EQ(u8, 7);
  EXPECT_EQ(text, std::string("a\0b", 3));
  EXPECT_EQ(u32, 8u);
  EXPECT_EQ(u64, 9u);
  EXPECT_EQ(first, time);
  EXPECT_EQ(second, time);
}

TEST(Key, RefusesACutKey) {
  const std::string key = KeyWriter().Text("agency").U64(1).Take();
  for (size_t size = 0; size < key.size(); ++size) {
    KeyReader reader(absl::string_view(key).substr(0, size));
    std::string text;
    uint64_t number = 0;
    EXPECT_FALSE(reader.Text(text) && reader.U64(number)) << size;
  }
}

TEST(Key, PrefixEndIsTheFirstKeyBeyond) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
}

}  // namespace
}  // namespace rufaa
