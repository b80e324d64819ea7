// From where a call comes, as the gateway tells the services: nobody says it for themselves.
#include "services/rpc/source.h"

#include <grpcpp/grpcpp.h>

#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "tests/gateway/served_gateway.h"

namespace rufaa {
namespace {

class Source : public testing::Test {
 protected:
  // What a service is told of a request with `headers`.
  static std::vector<std::string> ToldOf(const std::string& origin,
                                         const RawClient::Lines& headers) {
    gateway::GatewayOptions options;
    options.origin = origin;
    ServedGateway served(options);
    std::vector<std::string> told;
    served.hub().Answer([&](const FakeHub::Call& call) { return Remember(call, told); });
    RawClient client(served.port());
    EXPECT_EQ(client.Ask("POST", kWhoAmI, Connect(headers), "{}").status, 200);
    return told;
  }

  static FakeHub::Reply Remember(const FakeHub::Call& call, std::vector<std::string>& told) {
    const auto [from, to] = call.metadata.equal_range(rpc::kSourceMetadata);
    for (auto it = from; it != to; ++it) told.push_back(it->second);
    FakeHub::Reply reply;
    reply.messages = {""};
    return reply;
  }
};

using Told = std::vector<std::string>;

TEST_F(Source, IsWhoIsConnectedWhateverTheHeadersSay) {
  EXPECT_EQ(ToldOf("", {}), Told{"127.0.0.1"});
  EXPECT_EQ(ToldOf("", {{"Source-Address", "10.0.0.1"}, {"X-Forwarded-For", "10.0.0.2"}}),
            Told{"127.0.0.1"});
}

TEST_F(Source, BehindAProxyIsWhatTheProxySaysLast) {
  const std::string origin = "https://rufaa.example.org";
  EXPECT_EQ(ToldOf(origin, {{"X-Forwarded-For", "10.0.0.1, 10.0.0.2"}}), Told{"10.0.0.2"});
  EXPECT_EQ(ToldOf(origin, {{"X-Forwarded-For", "10.0.0.1"}, {"X-Forwarded-For", "10.0.0.2"}}),
            Told{"10.0.0.2"});
  EXPECT_EQ(ToldOf(origin, {}), Told{"127.0.0.1"});
}

TEST_F(Source, OfGrpcsOwnClientsIsTheirs) {
  gateway::GatewayOptions options;
  options.grpc_listen = "127.0.0.1:0";
  ServedGateway served(options);
  Told told;
  served.hub().Answer([&](const FakeHub::Call& call) { return Remember(call, told); });
  const auto stub = access::v1::AccessService::NewStub(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(served.gateway().grpc_port()),
                          grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context.AddMetadata(rpc::kSourceMetadata, "10.0.0.1");
  access::v1::WhoAmIResponse reply;
  EXPECT_TRUE(stub->WhoAmI(&context, {}, &reply).ok());
  EXPECT_EQ(told, Told{"127.0.0.1"});
}

}  // namespace
}  // namespace rufaa
