// What is typed and can't be meant, and what people are told to type next.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command.h"

namespace rufaa::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// "Café", as Windows-1252 has it.
constexpr char kWestern[] = "caf\xe9";

TEST(Codes, OfAListArePrintedInEveryForm) {
  const Folder home;
  const auto codes = [&](const char* form) {
    const Result result = Rufaa(home, {"codes", "consent-giver", "-o", form});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  };
  EXPECT_THAT(codes("table"), HasSubstr("CHILDRENS_OFFICER"));
  EXPECT_THAT(codes("csv"), StartsWith("code,label_en,label_sw,parent"));
  EXPECT_EQ(json::parse(codes("json"))[0]["code"], "GUARDIAN");
  EXPECT_EQ(json::parse(codes("jsonl").substr(0, codes("jsonl").find('\n')))["label_sw"],
            "Mzazi au mlezi");
}

TEST(Codes, ListsAreNamedAndOneThatIsMisspeltIsSuggested) {
  const Folder home;
  EXPECT_THAT(Rufaa(home, {"codes"}).out, HasSubstr("REFERRAL_REASON"));
  const Result misspelt = Rufaa(home, {"codes", "REFERAL_REASON"});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("did you mean REFERRAL_REASON?"));
  EXPECT_EQ(Rufaa(home, {"codes", "AREAS"}).exit_code, 4) << "of which county?";
}

// The hub could not even read it.
TEST(Text, IsRefusedByItsFieldWhereItIsNotUtf8) {
  const Folder home;
  const Result result = Rufaa(home, {"login", kWestern, "--server", "127.0.0.1:1"}, "a password\n");
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_THAT(result.err, HasSubstr("login-name"));
  EXPECT_THAT(result.err, HasSubstr("not UTF-8"));
  EXPECT_THAT(result.err, Not(HasSubstr("libprotobuf")));
}

class Typed : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(Run({"login", ServedHub::kAdmin}, std::string(ServedHub::kPassword) + "\n").exit_code,
              0)
        << hub_.log();
  }
  Result Run(std::vector<std::string> args, const std::string& input = "") {
    args.insert(args.end(), {"--server", hub_.address()});
    return Rufaa(home_, args, input);
  }

  const Folder home_;
  const ServedHub hub_{home_};
};

TEST_F(Typed, NothingIsPassedOverOrSentUnreadable) {
  const Result both = Run({"audit", "asof", "hub", "--as-of-position", "1", "--as-of-time",
                           "2026-01-01", "--purpose", "audit"});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.err, HasSubstr("--as-of-time and --as-of-position"));
  const Result file =
      Run({"agency", "register", "msa-1", "--kind", "CSO", "--display-name", kWestern});
  EXPECT_EQ(file.exit_code, 2);
  EXPECT_THAT(file.err, HasSubstr("--display-name"));
}

TEST_F(Typed, WhatEndedWithoutAnAnswerIsToldWithItsRequestId) {
  const Result late = Run({"agency", "register", "msa-1", "--kind", "CSO", "--display-name", "One",
                           "--timeout", "1ns"});
  EXPECT_EQ(late.exit_code, 7) << late.err;
  EXPECT_THAT(late.err, testing::ContainsRegex("--request-id [0-9a-f]{8}-"));
  const Result read = Run({"agency", "list", "--timeout", "1ns"});
  EXPECT_EQ(read.exit_code, 7) << read.err;
  EXPECT_THAT(read.err, Not(testing::ContainsRegex("--request-id [0-9a-f]{8}-")));
}

TEST_F(Typed, AnOfferIsFoundByAnAgeAlone) {
  EXPECT_THAT(Run({"offers", "find", "--help"}).out, Not(HasSubstr("--has-age")));
  EXPECT_EQ(Run({"offers", "find", "RMTS", "--age-years", "0"}).exit_code, 0);
  const Result misspelt = Run({"offers", "find", "FOOO"});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("`rufaa codes LIST`"));
}

}  // namespace
}  // namespace rufaa::cli
