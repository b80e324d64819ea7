#include "eventlog/codec/wire.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "eventlog/codec/describe.h"

namespace rufaa {
namespace {

enum class Colour { kNone = 0, kRed = 3 };

struct Inner {
  std::string text;
  int64_t number = 0;
  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "text", self.text);
    visit(2, "number", self.number);
  }
  bool operator==(const Inner&) const = default;
};

struct Sample {
  std::string text;
  bool flag = false;
  int64_t number = 0;
  uint64_t big = 0;
  absl::Time at;
  absl::CivilDay day;
  Colour colour = Colour::kNone;
  Inner inner;
  std::optional<int64_t> maybe;
  std::vector<Inner> many;
  std::vector<std::string> words;
  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "text", self.text);
    visit(2, "flag", self.flag);
    visit(3, "number", self.number);
    visit(4, "big", self.big);
    visit(5, "at", self.at);
    visit(6, "day", self.day);
    visit(7, "colour", self.colour);
    visit(8, "inner", self.inner);
    visit(9, "maybe", self.maybe);
    visit(10, "many", self.many);
    visit(11, "words", self.words);
  }
  bool operator==(const Sample&) const = default;
};

Sample Full() {
  return {.text = std::string("mtoto\0x", 7),
          .flag = true,
          .number = -5,
          .big = std::numeric_limits<uint64_t>::max(),
          .at = absl::FromUnixMicros(-1),
          .day = absl::CivilDay(2009, 2, 28),
          .colour = Colour::kRed,
          .inner = {.text = "a", .number = std::numeric_limits<int64_t>::min()},
          .maybe = 0,
          .many = {{.text = "x", .number = 1}, {}},
          .words = {"", "b"}};
}

TEST(Wire, GivesBackWhatItTook) {
  absl::StatusOr<Sample> decoded = DecodeFields<Sample>(EncodeFields(Full()));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, Full());
}

TEST(Wire, WritesNothingForDefaults) { EXPECT_EQ(EncodeFields(Sample{}), ""); }

TEST(Wire, WritesProtobufsFormat) {
  EXPECT_EQ(EncodeFields(Inner{.text = "ab", .number = -1}), std::string("\x0a\x02"
                                                                         "ab\x10\x01"));
}

TEST(Wire, SkipsFieldsOfANewerHub) {
  std::string bytes = EncodeFields(Inner{.text = "ab", .number = 7});
  bytes += std::string("\x9a\x06\x03zzz\x98\x06\x05", 9);  // Fields 99 (bytes, then varint).
  absl::StatusOr<Inner> decoded = DecodeFields<Inner>(bytes);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, (Inner{.text = "ab", .number = 7}));
}

TEST(Wire, RefusesEveryTruncationOfAStringField) {
  const std::string bytes = EncodeFields(Inner{.text = "abcdef", .number = 0});
  for (size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeFields<Inner>(absl::string_view(bytes).substr(0, size)).ok()) << size;
  }
}

TEST(Wire, SurvivesAnyBytes) {
  std::mt19937_64 random(7);
  const std::string good = EncodeFields(Full());
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = good;
    for (int flips = 1 + static_cast<int>(random() % 4); flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    bytes.resize(random() % (bytes.size() + 1));
    if (absl::StatusOr<Sample> decoded = DecodeFields<Sample>(bytes); decoded.ok()) {
      // What decodes has one canonical form that decodes to the same.
      EXPECT_EQ(*DecodeFields<Sample>(EncodeFields(*decoded)), *decoded);
    }
  }
}

TEST(Describe, NamesEveryFieldAndHidesWhatIsSealed) {
  const Sealed sealed{.child = "ch-1",
                      .compartment = Compartment::kIdentity,
                      .key_id = "k",
                      .nonce = "n",
                      .ciphertext = "c"};
  EXPECT_EQ(describe_internal::Text(sealed), "sealed:identity");
  const Description description = Describe(Full());
  EXPECT_EQ(description.size(), 11);
  EXPECT_EQ(description[5], (std::pair<std::string, std::string>("day", "2009-02-28")));
}

}  // namespace
}  // namespace rufaa
