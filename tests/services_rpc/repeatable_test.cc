// Which calls are made again by themselves, from process to process and by the command line: those
// that a hub which can't answer now gets more than once.
#include "services/rpc/repeatable.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_builder.h>

#include <map>
#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/rpc/connection.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"
#include "protos/descriptors.h"
#include "rufaa/access/v1/access_service.grpc.pb.h"
#include "rufaa/casework/v1/casework_service.grpc.pb.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"
#include "services/rpc/peers.h"

namespace rufaa::rpc {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Says of every call that it can't be answered now, and counts.
class AwayHub : public grpc::CallbackGenericService {
 public:
  AwayHub() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }
  int CallsOf(const std::string& method) {
    const std::lock_guard lock(mutex_);
    return calls_[method];
  }

 private:
  struct Away : grpc::ServerGenericBidiReactor {
    Away() { Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "not now")); }
    void OnDone() override { delete this; }
  };
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* call) override {
    const std::lock_guard lock(mutex_);
    ++calls_[call->method()];
    return new Away;
  }

  int port_ = 0;
  std::mutex mutex_;
  std::map<std::string, int> calls_;
  std::unique_ptr<grpc::Server> server_;
};

TEST(Repeatable, EveryCallIsKnownThatIsNot) {
  google::protobuf::FileDescriptorSet files;
  ASSERT_TRUE(
      files.ParseFromArray(protos::kDescriptorSet, static_cast<int>(protos::kDescriptorSetSize)));
  *files.add_file() = [] {
    google::protobuf::FileDescriptorProto vault;
    vault::v1::SealRequest::descriptor()->file()->CopyTo(&vault);
    return vault;
  }();
  google::protobuf::DescriptorPool pool;
  std::vector<std::string> found;
  for (const auto& file : files.file()) {
    const auto* built = pool.BuildFile(file);
    ASSERT_NE(built, nullptr);
    for (int s = 0; s < built->service_count(); ++s) {
      for (int m = 0; m < built->service(s)->method_count(); ++m) {
        const MethodDescriptor& method = *built->service(s)->method(m);
        if (MayBeRepeated(method)) continue;
        found.push_back(absl::StrCat(method.service()->name(), ".", method.name()));
      }
    }
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<std::string>{
                       "AccessService.BeginOneTimeCode", "AccessService.ConfirmOneTimeCode",
                       "AccessService.CreateAccount", "AccessService.DisableAccount",
                       "AccessService.RemoveOneTimeCode", "AccessService.SetPassword",
                       "AccessService.SignIn", "AccessService.SignOut", "AccessService.StepUp",
                       "CaseworkService.RevealChild", "CaseworkService.StreamCommands",
                       "OpsService.CreateBackup", "ReferralService.StreamCommands",
                       "VaultService.Read", "VaultService.Record", "ViewService.RebuildView"}));
}

TEST(Repeatable, ProcessesRepeatReadsAndWhatCarriesARequestId) {
  AwayHub hub;
  const Peers peers{.files = {}, .targets = {{"hub", absl::StrCat("ipv4:", hub.address())}}};
  const auto channel = PeerChannel(peers, "hub");
  const auto ask = [&](auto stub, auto method, const auto& request, auto response) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    EXPECT_EQ(((*stub).*method)(&context, request, &response).error_code(),
              grpc::StatusCode::UNAVAILABLE);
  };
  using Access = access::v1::AccessService;
  using Casework = casework::v1::CaseworkService;
  using Keeper = vault::v1::VaultService;
  ask(Access::NewStub(channel), &Access::Stub::SetPassword, access::v1::SetPasswordRequest(),
      access::v1::SetPasswordResponse());
  ask(Keeper::NewStub(channel), &Keeper::Stub::Read, vault::v1::ReadRequest(),
      vault::v1::ReadResponse());
  ask(Keeper::NewStub(channel), &Keeper::Stub::Match, vault::v1::MatchRequest(),
      vault::v1::MatchResponse());
  ask(Casework::NewStub(channel), &Casework::Stub::GetCase, casework::v1::GetCaseRequest(),
      casework::v1::GetCaseResponse());
  ask(Casework::NewStub(channel), &Casework::Stub::SetRisk, casework::v1::SetRiskRequest(),
      casework::v1::CaseReply());
  EXPECT_EQ(hub.CallsOf("/rufaa.access.v1.AccessService/SetPassword"), 1);
  EXPECT_EQ(hub.CallsOf("/rufaa.vault.v1.VaultService/Read"), 1);
  EXPECT_EQ(hub.CallsOf("/rufaa.vault.v1.VaultService/Match"), 4);
  EXPECT_EQ(hub.CallsOf("/rufaa.casework.v1.CaseworkService/GetCase"), 4);
  EXPECT_EQ(hub.CallsOf("/rufaa.casework.v1.CaseworkService/SetRisk"), 4);
}

TEST(Repeatable, SoDoesTheCommandLine) {
  AwayHub hub;
  const cli::Connection connection(*cli::ReadServerAddress(hub.address(), "", false));
  const auto ask = [&](const ServiceDescriptor& service, const char* method, const auto& request,
                       auto response) {
    EXPECT_TRUE(absl::IsUnavailable(
        connection.Call(*service.FindMethodByName(method), request, response, absl::Seconds(60))));
  };
  const ServiceDescriptor& access =
      *access::v1::SignInRequest::descriptor()->file()->FindServiceByName("AccessService");
  const ServiceDescriptor& casework =
      *casework::v1::GetCaseRequest::descriptor()->file()->FindServiceByName("CaseworkService");
  ask(access, "SignIn", access::v1::SignInRequest(), access::v1::SignInResponse());
  ask(access, "SetPassword", access::v1::SetPasswordRequest(), access::v1::SetPasswordResponse());
  ask(casework, "GetCase", casework::v1::GetCaseRequest(), casework::v1::GetCaseResponse());
  ask(casework, "SetRisk", casework::v1::SetRiskRequest(), casework::v1::CaseReply());
  EXPECT_EQ(hub.CallsOf("/rufaa.access.v1.AccessService/SignIn"), 1);
  EXPECT_EQ(hub.CallsOf("/rufaa.access.v1.AccessService/SetPassword"), 1);
  EXPECT_EQ(hub.CallsOf("/rufaa.casework.v1.CaseworkService/GetCase"), 5);
  EXPECT_EQ(hub.CallsOf("/rufaa.casework.v1.CaseworkService/SetRisk"), 5);
}

}  // namespace
}  // namespace rufaa::rpc
