// Where services are processes: from where it is called is believed of the gateway's certificate,
// and of no other service's.
#include <memory>

#include "gtest/gtest.h"
#include "services/access/access_service.h"
#include "services/rpc/peers.h"
#include "services/rpc/server.h"
#include "services/rpc/source.h"
#include "tests/cli/command.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

class BelievedSource : public testing::Test {
 protected:
  BelievedSource()
      : log_(2, rpc::Level::kOff),
        sessions_(hub_.clock()),
        host_(rpc::Host::Parts{log_, metrics_, hub_.clock(), sessions_}),
        passwords_({.passes = 1, .memory_bytes = 1 << 13}),
        service_(host_, passwords_) {
    service_.AddCounty(hub_.hub().counties().at("001")->access());
    const cli::Result made = cli::RunProgram(
        folder_,
        {"deploy/peers/certificates", folder_.File("peers"), "access", "gateway", "casework"});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    server_ = *rpc::Server::Start(
        {.address = "127.0.0.1:0",
         .credentials = rpc::PeerServerCredentials(FilesOf("access"), "access")},
        {&service_});
    server_->SetServing(true);
  }

  rpc::PeerFiles FilesOf(const std::string& service) const {
    const std::string peers = folder_.File("peers/");
    return {.cert = peers + service + "/cert.pem",
            .key = peers + service + "/key.pem",
            .ca = peers + "ca.pem"};
  }

  // What the sixth place hears after five wrong passwords, each from another, by this service.
  std::string SixthPlaceBy(const std::string& service) {
    const auto stub = access::v1::AccessService::NewStub(
        rpc::PeerChannel({.files = FilesOf(service),
                          .targets = {{"access", absl::StrCat("127.0.0.1:", server_->port())}}},
                         "access"));
    std::string last;
    for (int place = 1; place <= 6; ++place) {
      access::v1::SignInRequest request;
      request.set_county("001");
      request.set_login_name(kAdmin);
      request.set_password(place < 6 ? "a wrong password" : kAdminPassword);
      access::v1::SignInResponse reply;
      const auto context = ServedHub::Context();
      context->AddMetadata(rpc::kSourceMetadata, absl::StrCat("10.0.0.", place));
      last = ReasonOf(rpc::FromGrpc(stub->SignIn(context.get(), request, &reply)));
    }
    return last;
  }

  const cli::Folder folder_;
  ServedHub hub_;
  rpc::Log log_;
  rpc::Metrics metrics_;
  rpc::Sessions sessions_;
  rpc::Host host_;
  access::Passwords passwords_;
  access::AccessService service_;
  std::unique_ptr<rpc::Server> server_;
};

TEST_F(BelievedSource, OfTheGatewaysCertificate) { EXPECT_EQ(SixthPlaceBy("gateway"), "OK"); }

TEST_F(BelievedSource, OfNoOtherServices) {
  EXPECT_EQ(SixthPlaceBy("casework"), "TOO_MANY_ATTEMPTS");
}

}  // namespace
}  // namespace rufaa
