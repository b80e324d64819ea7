// A browser's session at the real hub: the token is in a cookie that only the hub's own pages can
// use, and in nobody's hands.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "services/gateway/gateway.h"
#include "tests/gateway/raw_client.h"
#include "tests/gateway/served_gateway.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

class SignedIn : public testing::Test {
 protected:
  explicit SignedIn(gateway::GatewayOptions options = {}) {
    auto started =
        gateway::Gateway::Start(options, gateway::HubMethods(),
                                gateway::Routes(hub_.hub().InProcessChannel()), log_, metrics_);
    EXPECT_TRUE(started.ok()) << started.status();
    gateway_ = *std::move(started);
  }

  RawAnswer Ask(const char* path, const RawClient::Lines& lines, const std::string& body = "{}") {
    RawClient client(gateway_->port());
    return client.Ask("POST", path, Connect(lines), body);
  }
  static std::string Credentials(const std::string& password = kAdminPassword) {
    return nlohmann::json({{"loginName", kAdmin}, {"password", password}}).dump();
  }
  // "name=value" of the cookie that was set.
  static std::string Cookie(const RawAnswer& answer) {
    const std::string set = answer.Header("Set-Cookie");
    return set.substr(0, set.find(';'));
  }

  ServedHub hub_;
  rpc::Log log_{2, rpc::Level::kOff};
  rpc::Metrics metrics_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

const std::pair<std::string, std::string> kOwnPage = {"Origin", "http://localhost"};

TEST_F(SignedIn, APageGetsACookieAndNoToken) {
  const RawAnswer answer = Ask(kSignIn, {kOwnPage}, Credentials());
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto body = nlohmann::json::parse(answer.body);
  EXPECT_FALSE(body.contains("token"));
  EXPECT_EQ(body["caller"]["role"], "county_admin");
  const std::string set = answer.Header("Set-Cookie");
  EXPECT_TRUE(absl::StartsWith(set, "rufaa-loopback=001.")) << set;
  EXPECT_TRUE(absl::EndsWith(set, "; Path=/; HttpOnly; SameSite=Strict")) << set;
  EXPECT_EQ(Ask(kWhoAmI, {kOwnPage, {"Cookie", "a=b; " + Cookie(answer) + "; c=d"}}).status, 200);
}

TEST_F(SignedIn, AProgramGetsItsTokenAndNoCookie) {
  const RawAnswer answer = Ask(kSignIn, {}, Credentials());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.headers.Count("Set-Cookie"), 0u);
  const std::string token = nlohmann::json::parse(answer.body)["token"];
  EXPECT_EQ(Ask(kWhoAmI, {{"Authorization", "Bearer " + token}}).status, 200);
  // Cookies are for pages.
  EXPECT_EQ(Ask(kWhoAmI, {{"Cookie", "rufaa-loopback=" + token}}).status, 401);
}

TEST_F(SignedIn, NoOtherSitesPageCanUseIt) {
  const std::string cookie = Cookie(Ask(kSignIn, {kOwnPage}, Credentials()));
  const std::pair<std::string, std::string> with = {"Cookie", cookie};
  for (const char* origin : {"http://evil.example", "https://localhost", "http://localhost:81",
                             "http://localhost.evil.example", "null", "", "http://127.0.0.1"}) {
    const RawAnswer answer = Ask(kWhoAmI, {{"Origin", origin}, with});
    EXPECT_EQ(answer.status, 403) << origin;
    EXPECT_EQ(nlohmann::json::parse(answer.body)["code"], "permission_denied");
  }
  EXPECT_EQ(Ask(kWhoAmI, {kOwnPage, kOwnPage, with}).status, 403);
  EXPECT_EQ(Ask(kWhoAmI, {kOwnPage, with}).status, 200);
}

// A name of an attacker's that is made to point at this machine.
TEST_F(SignedIn, AnotherNameOfThisMachineIsNoOwnPage) {
  RawClient client(gateway_->port());
  client.Send(std::string("POST ") + kSignIn +
              " HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n"
              "Content-Type: application/json\r\nConnect-Protocol-Version: 1\r\n"
              "Content-Length: 2\r\n\r\n{}");
  EXPECT_EQ(client.Read().status, 403);
}

TEST_F(SignedIn, SigningOutEndsTheSessionAndClearsTheCookie) {
  const std::string cookie = Cookie(Ask(kSignIn, {kOwnPage}, Credentials()));
  const RawAnswer out = Ask(kSignOut, {kOwnPage, {"Cookie", cookie}});
  EXPECT_EQ(out.status, 200);
  EXPECT_EQ(out.Header("Set-Cookie"),
            "rufaa-loopback=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  EXPECT_EQ(Ask(kWhoAmI, {kOwnPage, {"Cookie", cookie}}).status, 401);
  // Again, with nothing to end: the cookie goes all the same.
  EXPECT_EQ(Ask(kSignOut, {kOwnPage}).headers.Count("Set-Cookie"), 1u);
}

TEST_F(SignedIn, AWrongPasswordSetsNothing) {
  const RawAnswer answer = Ask(kSignIn, {kOwnPage}, Credentials("wrong"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.headers.Count("Set-Cookie"), 0u);
}

class BehindTls : public SignedIn {
 protected:
  static gateway::GatewayOptions Options() {
    gateway::GatewayOptions options;
    options.origin = "https://rufaa.example.org";
    return options;
  }
  BehindTls() : SignedIn(Options()) {}
};

TEST_F(BehindTls, TheCookieIsBoundToTheHost) {
  const std::pair<std::string, std::string> page = {"Origin", "https://rufaa.example.org"};
  const RawAnswer answer = Ask(kSignIn, {page}, Credentials());
  const std::string set = answer.Header("Set-Cookie");
  EXPECT_TRUE(absl::StartsWith(set, "__Host-rufaa=001.")) << set;
  EXPECT_TRUE(absl::EndsWith(set, "; Path=/; HttpOnly; SameSite=Strict; Secure")) << set;
  EXPECT_EQ(Ask(kWhoAmI, {page, {"Cookie", Cookie(answer)}}).status, 200);
  EXPECT_EQ(Ask(kWhoAmI, {kOwnPage, {"Cookie", Cookie(answer)}}).status, 403);
  EXPECT_EQ(gateway_->address(), "https://rufaa.example.org");
}

}  // namespace
}  // namespace rufaa
