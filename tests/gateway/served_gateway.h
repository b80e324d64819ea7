// A gateway on a free port in front of a fake hub.
#pragma once

#include <memory>
#include <string>

#include "domain/base/refusal.h"
#include "gtest/gtest.h"
#include "services/gateway/gateway.h"
#include "tests/gateway/fake_hub.h"
#include "tests/gateway/raw_client.h"

namespace rufaa {

class ServedGateway {
 public:
  explicit ServedGateway(gateway::GatewayOptions options = {}) {
    auto started = gateway::Gateway::Start(options, gateway::HubMethods(),
                                           gateway::Routes(hub_.Channel()), log_, metrics_);
    EXPECT_TRUE(started.ok()) << started.status();
    gateway_ = *std::move(started);
  }

  FakeHub& hub() { return hub_; }
  gateway::Gateway& gateway() { return *gateway_; }
  int port() const { return gateway_->port(); }
  std::string Metrics() const { return metrics_.RenderText(); }

 private:
  FakeHub hub_;
  rpc::Log log_{2, rpc::Level::kOff};
  rpc::Metrics metrics_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

inline constexpr char kWhoAmI[] = "/rufaa.access.v1.AccessService/WhoAmI";
inline constexpr char kSignIn[] = "/rufaa.access.v1.AccessService/SignIn";
inline constexpr char kSignOut[] = "/rufaa.access.v1.AccessService/SignOut";
inline constexpr char kWatch[] = "/rufaa.live.v1.LiveService/Watch";

// What every Connect call carries, and `more`.
inline RawClient::Lines Connect(RawClient::Lines more = {},
                                const std::string& type = "application/json") {
  RawClient::Lines lines = {{"Content-Type", type}, {"Connect-Protocol-Version", "1"}};
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}
inline RawClient::Lines ConnectStream(RawClient::Lines more = {},
                                      const std::string& type = "application/connect+json") {
  return Connect(std::move(more), type);
}

}  // namespace rufaa
