// One-time codes: the arithmetic by the RFC's own vectors, and what sign-in makes of them.
#include "services/access/one_time_code.h"

#include <fstream>
#include <iterator>

#include "gtest/gtest.h"
#include "services/rpc/source.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

using access::CodeOfStep;
using access::CodeStepAt;
using access::FindCodeStep;
using AccessStub = access::v1::AccessService::Stub;

// RFC 6238, appendix B: SHA-1, of which six digits are the last.
TEST(OneTimeCode, AgreesWithTheVectorsOfRfc6238) {
  const std::string secret = "12345678901234567890";
  const std::pair<int64_t, std::string> vectors[] = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [seconds, code] : vectors) {
    EXPECT_EQ(CodeOfStep(secret, CodeStepAt(absl::FromUnixSeconds(seconds))), code.substr(2))
        << seconds;
  }
}

// RFC 4226, appendix D.
TEST(OneTimeCode, AgreesWithTheVectorsOfRfc4226) {
  const std::string codes[] = {"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
  for (uint64_t step = 0; step < 10; ++step) {
    EXPECT_EQ(CodeOfStep("12345678901234567890", step), codes[step]);
  }
}

TEST(OneTimeCode, TakesOneStepEitherSideAndNoStepTwice) {
  const std::string secret = "12345678901234567890";
  const absl::Time now = absl::FromUnixSeconds(30 * 1000 + 7);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 1000), now, 0), 1000u);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 999), now, 0), 999u);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 1001), now, 0), 1001u);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 998), now, 0), std::nullopt);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 1002), now, 0), std::nullopt);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 1000), now, 1000), std::nullopt);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 999), now, 1000), std::nullopt);
  EXPECT_EQ(FindCodeStep(secret, CodeOfStep(secret, 1001), now, 1000), 1001u);
  const std::string code = CodeOfStep(secret, 1000);
  EXPECT_EQ(FindCodeStep(secret, code.substr(0, 3) + " " + code.substr(3), now, 0), 1000u);
  for (const char* wrong : {"", "12345", "1234567", "abcdef"}) {
    EXPECT_EQ(FindCodeStep(secret, wrong, now, 0), std::nullopt) << wrong;
  }
}

// RFC 4648, section 10, without padding.
TEST(OneTimeCode, WritesSecretsInBase32) {
  EXPECT_EQ(access::Base32(""), "");
  EXPECT_EQ(access::Base32("f"), "MY");
  EXPECT_EQ(access::Base32("fo"), "MZXQ");
  EXPECT_EQ(access::Base32("foo"), "MZXW6");
  EXPECT_EQ(access::Base32("foob"), "MZXW6YQ");
  EXPECT_EQ(access::Base32("fooba"), "MZXW6YTB");
  EXPECT_EQ(access::Base32("foobar"), "MZXW6YTBOI");
}

std::string FromBase32(absl::string_view text) {
  std::string bytes;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    held = held << 5 | static_cast<uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
    if ((bits += 5) < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<char>(held >> bits));
  }
  return bytes;
}

class OneTimeCodeCalls : public testing::Test {
 protected:
  void SetUp() override {
    hub_.RegisterAgency("cso-1", "CSO");
    token_ = hub_.Enrol("p-1", "cso-1", "agency_desk");
  }

  absl::Status StepUp(const std::string& code = "") {
    access::v1::StepUpRequest request;
    request.set_password(kPassword);
    request.set_one_time_code(code);
    access::v1::StepUpResponse reply;
    return hub_.Call(hub_.access(), &AccessStub::StepUp, request, &reply, token_);
  }
  absl::Status Begin() {
    access::v1::BeginOneTimeCodeResponse reply;
    const absl::Status begun = hub_.Call(hub_.access(), &AccessStub::BeginOneTimeCode,
                                         access::v1::BeginOneTimeCodeRequest(), &reply, token_);
    if (begun.ok()) secret_ = FromBase32(reply.secret());
    uri_ = reply.uri();
    return begun;
  }
  absl::Status Confirm(const std::string& code) {
    access::v1::ConfirmOneTimeCodeRequest request;
    request.set_one_time_code(code);
    access::v1::ConfirmOneTimeCodeResponse reply;
    return hub_.Call(hub_.access(), &AccessStub::ConfirmOneTimeCode, request, &reply, token_);
  }
  absl::Status Remove(const std::string& login, const std::string& password,
                      const std::string& code, const std::string& token) {
    access::v1::RemoveOneTimeCodeRequest request;
    request.set_login_name(login);
    request.set_password(password);
    request.set_one_time_code(code);
    access::v1::RemoveOneTimeCodeResponse reply;
    return hub_.Call(hub_.access(), &AccessStub::RemoveOneTimeCode, request, &reply, token);
  }
  std::string SignIn(const std::string& code, const std::string& password = kPassword) {
    access::v1::SignInRequest request;
    request.set_county("001");
    request.set_login_name("p-1");
    request.set_password(password);
    request.set_one_time_code(code);
    access::v1::SignInResponse reply;
    return ReasonOf(hub_.Call(hub_.access(), &AccessStub::SignIn, request, &reply, ""));
  }

  std::string Code(int64_t steps_from_now = 0) {
    return CodeOfStep(secret_, CodeStepAt(hub_.clock().Now()) + steps_from_now);
  }
  // One that is none of those that would be taken.
  std::string WrongCode() {
    for (const char* wrong : {"000000", "111111", "222222", "333333"}) {
      if (wrong != Code(-1) && wrong != Code(0) && wrong != Code(1)) return wrong;
    }
    return "";
  }
  // A code that no call had yet.
  std::string NextCode() {
    hub_.clock().Advance(absl::Seconds(30));
    return Code();
  }
  void SetCodes() {
    ASSERT_TRUE(StepUp().ok());
    ASSERT_TRUE(Begin().ok());
    ASSERT_TRUE(Confirm(Code()).ok());
  }

  static constexpr char kPassword[] = "a password of p-1";
  ServedHub hub_;
  std::string token_, secret_, uri_;
};

TEST_F(OneTimeCodeCalls, AreSetByWhoSteppedUpAndHasTheSecret) {
  EXPECT_EQ(ReasonOf(Begin()), "STEP_UP_REQUIRED");
  ASSERT_TRUE(StepUp().ok());
  EXPECT_EQ(ReasonOf(Confirm("123456")), "NOT_ALLOWED_IN_STATE");
  ASSERT_TRUE(Begin().ok());
  EXPECT_EQ(secret_.size(), 20u);
  EXPECT_EQ(uri_, absl::StrCat("otpauth://totp/Rufaa%20001:p-1?secret=", access::Base32(secret_),
                               "&issuer=Rufaa%20001&algorithm=SHA1&digits=6&period=30"));
  EXPECT_EQ(SignIn(""), "OK") << "until a code was confirmed";
  EXPECT_EQ(ReasonOf(Confirm(WrongCode())), "BAD_CREDENTIALS");
  const std::string of_the_first = Code();
  ASSERT_TRUE(Begin().ok());
  EXPECT_EQ(ReasonOf(Confirm(of_the_first)), "BAD_CREDENTIALS") << "the secret was given anew";
  ASSERT_TRUE(Confirm(Code()).ok());
  EXPECT_EQ(ReasonOf(Begin()), "ALREADY_DONE");
  access::v1::WhoAmIResponse me;
  ASSERT_TRUE(hub_.WhoAmI(token_, &me).ok());
  EXPECT_TRUE(me.one_time_code_set());
}

TEST_F(OneTimeCodeCalls, SignInNeedsPasswordAndCodeAndSaysWhichOnlyToWhoHasThePassword) {
  SetCodes();
  EXPECT_EQ(SignIn(""), "ONE_TIME_CODE_NEEDED");
  EXPECT_EQ(SignIn("", "not the password"), "BAD_CREDENTIALS");
  EXPECT_EQ(SignIn(WrongCode()), "BAD_CREDENTIALS");
  EXPECT_EQ(SignIn(Code()), "BAD_CREDENTIALS") << "it was used to confirm";
  const std::string code = NextCode();
  EXPECT_EQ(SignIn(code, "not the password"), "BAD_CREDENTIALS");
  EXPECT_EQ(SignIn(code), "OK") << "a wrong password does not use it up";
  EXPECT_EQ(SignIn(code), "BAD_CREDENTIALS") << "each opens once";
}

TEST_F(OneTimeCodeCalls, AreKeptOverARestartAndSoIsWhatWasUsed) {
  SetCodes();
  const std::string code = NextCode();
  EXPECT_EQ(SignIn(code), "OK");
  hub_.Restart();
  EXPECT_EQ(SignIn(""), "ONE_TIME_CODE_NEEDED");
  EXPECT_EQ(SignIn(code), "BAD_CREDENTIALS");
  EXPECT_EQ(SignIn(NextCode()), "OK");
}

TEST_F(OneTimeCodeCalls, GuessingThemIsSlowedThoughThePasswordIsRight) {
  SetCodes();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(SignIn(""), "ONE_TIME_CODE_NEEDED") << "and that makes up for nothing";
    EXPECT_EQ(SignIn(WrongCode()), "BAD_CREDENTIALS") << i;
  }
  EXPECT_EQ(SignIn(NextCode().substr(0, 0)), "ONE_TIME_CODE_NEEDED");
  for (int i = 0; i < 2; ++i) SignIn(WrongCode());
  EXPECT_EQ(SignIn(Code()), "TOO_MANY_ATTEMPTS");
}

TEST_F(OneTimeCodeCalls, GuessingThemFromManyPlacesIsSlowedToo) {
  SetCodes();
  const auto from = [&](int place, const std::string& code) {
    access::v1::SignInRequest request;
    request.set_county("001");
    request.set_login_name("p-1");
    request.set_password(kPassword);
    request.set_one_time_code(code);
    access::v1::SignInResponse reply;
    const auto context = ServedHub::Context();
    context->AddMetadata(rpc::kSourceMetadata, absl::StrCat("10.0.0.", place));
    const auto gateway = access::v1::AccessService::NewStub(hub_.hub().InProcessChannel());
    return ReasonOf(rpc::FromGrpc(gateway->SignIn(context.get(), request, &reply)));
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(from(i, WrongCode()), "BAD_CREDENTIALS");
  EXPECT_EQ(from(9, NextCode().substr(0, 0)), "ONE_TIME_CODE_NEEDED");
  for (int i = 5; i < 7; ++i)
    EXPECT_EQ(from(i, WrongCode()), i == 5 ? "BAD_CREDENTIALS" : "TOO_MANY_ATTEMPTS");
  EXPECT_EQ(from(9, Code()), "TOO_MANY_ATTEMPTS");
}

TEST_F(OneTimeCodeCalls, StepUpNeedsOneToo) {
  SetCodes();
  EXPECT_EQ(ReasonOf(StepUp()), "ONE_TIME_CODE_NEEDED");
  EXPECT_EQ(ReasonOf(StepUp(WrongCode())), "BAD_CREDENTIALS");
  EXPECT_TRUE(StepUp(NextCode()).ok());
}

TEST_F(OneTimeCodeCalls, AreRemovedWithPasswordAndCode) {
  SetCodes();
  EXPECT_EQ(ReasonOf(Remove("", "not the password", NextCode(), token_)), "BAD_CREDENTIALS");
  EXPECT_EQ(ReasonOf(Remove("", kPassword, "", token_)), "ONE_TIME_CODE_NEEDED");
  ASSERT_TRUE(Remove("", kPassword, Code(), token_).ok());
  EXPECT_EQ(SignIn(""), "OK");
}

TEST_F(OneTimeCodeCalls, TheAdministratorRemovesThemForALostPhoneAndNobodyElseDoes) {
  SetCodes();
  const std::string other = hub_.Enrol("p-2", "cso-1", "agency_desk");
  EXPECT_EQ(ReasonOf(Remove("p-1", "", "", other)), "NOT_PERMITTED");
  EXPECT_EQ(ReasonOf(Remove("p-3", "", "", hub_.AdminToken())), "NOT_FOUND_OR_NOT_YOURS");
  ASSERT_TRUE(Remove("p-1", "", "", hub_.AdminToken()).ok());
  EXPECT_EQ(ReasonOf(hub_.WhoAmI(token_)), "UNAUTHENTICATED") << "whoever has the phone is out";
  EXPECT_EQ(SignIn(""), "OK");
}

// Accounts are listed with whether they have them; the secret stands nowhere in clear.
TEST_F(OneTimeCodeCalls, TheListTellsWhoHasThemAndNoFileTheSecret) {
  SetCodes();
  access::v1::ListAccountsResponse accounts;
  ASSERT_TRUE(hub_.Call(hub_.access(), &AccessStub::ListAccounts, access::v1::ListAccountsRequest(),
                        &accounts, hub_.AdminToken())
                  .ok());
  for (const access::v1::Account& account : accounts.accounts()) {
    EXPECT_EQ(account.one_time_code_set(), account.login_name() == "p-1") << account.login_name();
  }
  bool store_seen = false;
  for (const auto& file : std::filesystem::recursive_directory_iterator(hub_.folder())) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find(secret_), std::string::npos) << file.path();
    store_seen = store_seen || bytes.find("one-time-code/p-1") != std::string::npos;
  }
  EXPECT_TRUE(store_seen);
}

}  // namespace
}  // namespace rufaa
