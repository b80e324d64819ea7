#include "domain/codes/codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa {
namespace {

constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string ProblemOf(const absl::Status& status) {
  const auto refusal = RefusalOf(status);
  if (!refusal || refusal->reason != Reason::MALFORMED) return "none";
  for (const auto& [key, value] : refusal->details) {
    if (key == "problem") return value;
  }
  return "none";
}

TEST(Codes, HaveTheFormThatPeopleReadAloud) {
  EXPECT_THAT(MakeCaseCode(0x1234567), testing::MatchesRegex("MSA-[0-9A-Z]{4}-[0-9A-Z]{2}"));
  EXPECT_THAT(MakeReferralCode(0x1234567), testing::MatchesRegex("MSR-[0-9A-Z]{4}-[0-9A-Z]{4}"));
  EXPECT_THAT(MakeCaseCode(7, "KW"), testing::StartsWith("KWA-"));
}

TEST(Codes, OfCountiesAreThreeDigitsEachOnce) {
  EXPECT_TRUE(AreCountyCodes({"001", "002", "047"}));
  EXPECT_TRUE(AreCountyCodes({}));
  for (const char* code :
       {"", "1", "01", "0001", "000", "048", "100", "../x", "a01", "00\x00", " 1"}) {
    EXPECT_FALSE(AreCountyCodes({code})) << code;
  }
  EXPECT_FALSE(AreCountyCodes({"001", "002", "001"}));
}

TEST(Codes, AreNeverWrittenOtherwise) {
  EXPECT_EQ(MakeCaseCode(0), "MSA-0000-00");
  EXPECT_EQ(MakeCaseCode(1), "MSA-1000-05");
  EXPECT_EQ(MakeReferralCode(1), "MSR-1000-000M");
}

TEST(Codes, UseAllTheValuesTheirLengthAllows) {
  std::set<std::string> seen;
  for (uint64_t i = 0; i < 100'000; ++i) seen.insert(MakeCaseCode(i * 331));
  EXPECT_EQ(seen.size(), 100'000u);
  EXPECT_NE(MakeCaseCode((1ull << 25) - 1), MakeCaseCode((1ull << 24) - 1));
  EXPECT_EQ(MakeCaseCode(1ull << 25), MakeCaseCode(0));
  EXPECT_NE(MakeReferralCode((1ull << 35) - 1), MakeReferralCode((1ull << 34) - 1));
}

TEST(Codes, ComeBackFromEveryWayPeopleTypeThem) {
  const std::string code = MakeCaseCode(0x1080000 | 1);
  EXPECT_EQ(ParseCaseCode(code).value(), code);
  EXPECT_EQ(ParseCaseCode(absl::AsciiStrToLower(code)).value(), code);
  std::string spaced;
  for (const char c : code) spaced += absl::StrCat(std::string(1, c == '-' ? ' ' : c), " ");
  EXPECT_EQ(ParseCaseCode(spaced).value(), code);
  EXPECT_EQ(ParseCaseCode("msa ooooOO").value(), "MSA-0000-00");
  const std::string ones = MakeReferralCode(0x21);
  ASSERT_THAT(ones, testing::StartsWith("MSR-1100-"));
  EXPECT_EQ(ParseReferralCode("MSR-iL00-" + ones.substr(9)).value(), ones);
}

TEST(Codes, SayWhatIsWrongWithOne) {
  EXPECT_EQ(ProblemOf(ParseCaseCode("MSA-0000-0").status()), "length");
  EXPECT_EQ(ProblemOf(ParseCaseCode("").status()), "prefix");
  EXPECT_EQ(ProblemOf(ParseCaseCode(MakeReferralCode(1)).status()), "prefix");
  EXPECT_EQ(ProblemOf(ParseCaseCode(MakeCaseCode(1, "KW")).status()), "prefix");
  EXPECT_EQ(ProblemOf(ParseCaseCode("MSA-00U0-00").status()), "character");
  EXPECT_EQ(ProblemOf(ParseCaseCode("MSA-00\xC3\xB6-00").status()), "character");
  EXPECT_EQ(ProblemOf(ParseCaseCode("MSA-0000-01").status()), "check");
}

// Linear over GF(32), so the check is proven by any code; a thousand random ones prove the program.
TEST(Codes, CatchEveryWrongCharacterAndEverySwapOfNeighbours) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 1000; ++round) {
    const std::string code = MakeReferralCode(random());
    for (size_t i = 4; i < code.size(); ++i) {
      if (code[i] == '-') continue;
      for (const char wrong : kAlphabet) {
        std::string mistyped = code;
        mistyped[i] = wrong;
        EXPECT_EQ(ParseReferralCode(mistyped).ok(), wrong == code[i]) << mistyped;
      }
      const size_t next = code[i + 1] == '-' ? i + 2 : i + 1;
      if (next >= code.size() || code[i] == code[next]) continue;
      std::string swapped = code;
      std::swap(swapped[i], swapped[next]);
      EXPECT_EQ(ProblemOf(ParseReferralCode(swapped).status()), "check") << swapped;
    }
  }
}

// The check is linear: what does not add up to zero on the zero code does so on none.
TEST(Codes, CatchEveryWrongCharacterInACaseCode) {
  for (size_t i = 4; i < 11; ++i) {
    if (i == 8) continue;
    for (const char wrong : kAlphabet.substr(1)) {
      std::string code = "MSA-0000-00";
      code[i] = wrong;
      EXPECT_EQ(ProblemOf(ParseCaseCode(code).status()), "check") << code;
    }
  }
}

}  // namespace
}  // namespace rufaa
