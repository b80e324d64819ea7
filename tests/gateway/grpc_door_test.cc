// What gRPC's own clients are told of a service that can't be reached: nothing of where it is.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "services/rpc/trace.h"
#include "tests/gateway/words.h"

namespace rufaa {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kTrace[] = "0af7651916cd43dd8448eb211c80319c";

class GrpcDoor : public testing::Test {
 protected:
  GrpcDoor() {
    gateway::GatewayOptions options;
    options.grpc_listen = "127.0.0.1:0";
    auto started = gateway::Gateway::Start(options, gateway::HubMethods(),
                                           gateway::Routes(hub_.Channel()), log_, metrics_);
    EXPECT_TRUE(started.ok()) << started.status();
    gateway_ = *std::move(started);
  }

  // What a caller is told when the hub's answer is this.
  grpc::Status Told(const grpc::Status& answer) {
    hub_.Answer(Always(Reply({}, answer)));
    const auto stub = access::v1::AccessService::NewStub(grpc::CreateChannel(
        absl::StrCat("127.0.0.1:", gateway_->grpc_port()), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    context.AddMetadata(rpc::kTraceParent, absl::StrCat("00-", kTrace, "-b7ad6b7169203331-01"));
    access::v1::WhoAmIResponse reply;
    return stub->WhoAmI(&context, {}, &reply);
  }

  std::string Lines() {
    log_.Flush();
    std::rewind(lines_.get());
    std::string text(1 << 16, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), lines_.get()));
    return text;
  }

  FakeHub hub_;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines_{std::tmpfile(), std::fclose};
  rpc::Log log_{fileno(lines_.get()), rpc::Level::kInfo};
  rpc::Metrics metrics_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

TEST_F(GrpcDoor, TellsNoAddressOfAServiceThatIsAway) {
  const grpc::Status told =
      Told({grpc::StatusCode::UNAVAILABLE,
            "connections to all backends failing; last error: ipv4:10.1.2.3:7451: refused"});
  EXPECT_EQ(told.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(rpc::ReasonName(rpc::FromGrpc(told)), "HUB_UNAVAILABLE");
  EXPECT_THAT(told.error_message(), Not(HasSubstr("10.1.2.3")));
  EXPECT_THAT(Lines(), AllOf(HasSubstr("10.1.2.3:7451"), HasSubstr(kTrace),
                             HasSubstr("\"service\":\"access\"")));
  EXPECT_THAT(
      metrics_.RenderText(),
      HasSubstr("rufaa_gateway_failed_calls_total{service=\"access\",code=\"UNAVAILABLE\"} 1\n"));
}

TEST_F(GrpcDoor, TellsNothingElseThatGrpcSaysOfItself) {
  for (const grpc::StatusCode code : {grpc::StatusCode::INTERNAL, grpc::StatusCode::UNKNOWN}) {
    const grpc::Status told = Told({code, "stream to 10.1.2.3 broke"});
    EXPECT_EQ(told.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_THAT(told.error_message(), AllOf(Not(HasSubstr("10.1.2.3")), HasSubstr(kTrace)));
  }
  EXPECT_EQ(Told({grpc::StatusCode::UNIMPLEMENTED, "10.1.2.3"}).error_message(), "UNIMPLEMENTED");
}

TEST_F(GrpcDoor, PassesTheHubsRefusalAsItIs) {
  const grpc::Status refusal =
      rpc::ToGrpc(Refuse(Reason::OPEN_REFERRAL, {}, {{"referrals", "MSR-1"}}), "");
  const grpc::Status told = Told(refusal);
  EXPECT_EQ(told.error_details(), refusal.error_details());
  EXPECT_THAT(Lines(), Not(HasSubstr("not reached")));
}

}  // namespace
}  // namespace rufaa
