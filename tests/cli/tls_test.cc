// `rufaa` and a hub on another machine: by TLS, or not at all. The door is the gateway's own, with
// a certificate of an authority that only this test believes.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>

#include "services/gateway/gateway.h"
#include "tests/cli/command.h"

namespace rufaa::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class OverTls : public testing::Test {
 protected:
  OverTls() : hub_(folder_), password_(folder_.Write("password", ServedHub::kPassword)) {
    MakeCertificate("DNS:localhost");
    gateway::GatewayOptions options;
    options.http.cert_file = folder_.File("cert.pem");
    options.http.key_file = folder_.File("key.pem");
    options.grpc_listen = "127.0.0.1:0";
    auto started = gateway::Gateway::Start(
        options, gateway::HubMethods(),
        gateway::Routes(grpc::CreateChannel(hub_.address(), grpc::InsecureChannelCredentials())),
        log_, metrics_);
    EXPECT_TRUE(started.ok()) << started.status();
    gateway_ = *std::move(started);
  }

  // Signed by itself, so its own authority.
  void MakeCertificate(const std::string& name) {
    const Result made = RunProgram(
        folder_, {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                  "-nodes", "-days", "1", "-subj", "/CN=hub", "-addext", "subjectAltName=" + name,
                  "-keyout", folder_.File("key.pem"), "-out", folder_.File("cert.pem")});
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }

  std::string At(const std::string& host) const {
    return host + ":" + std::to_string(gateway_->grpc_port());
  }
  Result Run(std::vector<std::string> words, const std::string& server,
             const std::vector<std::string>& more = {}) {
    words.insert(words.end(), {"--server", server, "--timeout", "2s"});
    words.insert(words.end(), more.begin(), more.end());
    return Rufaa(folder_, words);
  }
  Result Login(const std::string& server, const std::vector<std::string>& more = {}) {
    return Run({"login", ServedHub::kAdmin, "--password-file", password_}, server, more);
  }

  const Folder folder_;
  ServedHub hub_;
  const std::string password_;
  rpc::Log log_{2, rpc::Level::kOff};
  rpc::Metrics metrics_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

TEST_F(OverTls, AHubIsReachedWhoseCertificateTheAuthoritySigned) {
  const std::vector<std::string> ca = {"--ca", folder_.File("cert.pem")};
  const std::string server = At("https://localhost");
  const Result login = Login(server, ca);
  ASSERT_EQ(login.exit_code, 0) << login.err;
  EXPECT_THAT(login.err, HasSubstr("Signed in as"));
  const Result me = Run({"whoami", "-o", "json"}, server, ca);
  EXPECT_EQ(me.exit_code, 0) << me.err;
  EXPECT_THAT(me.out, HasSubstr("county_admin"));
  EXPECT_EQ(Run({"log", "tail", "--lines", "1"}, server, ca).exit_code, 0) << "a stream";
  const std::string file = folder_.Write(
      "tls.toml", "server = \"" + server + "\"\nca = \"" + folder_.File("cert.pem") + "\"\n");
  EXPECT_EQ(Rufaa(folder_, {"whoami", "--config", file}).exit_code, 0);
}

TEST_F(OverTls, NoOtherIsBelieved) {
  // The system does not know the authority; the certificate is of another name; no TLS is spoken.
  const Result unknown = Login(At("https://localhost"));
  EXPECT_EQ(unknown.exit_code, 7);
  EXPECT_THAT(unknown.err, HasSubstr("--ca FILE"));
  const Result another = Login(At("https://127.0.0.1"), {"--ca", folder_.File("cert.pem")});
  EXPECT_EQ(another.exit_code, 7);
  EXPECT_THAT(another.err, HasSubstr("of another host"));
  EXPECT_EQ(Login(At("localhost")).exit_code, 7);
}

TEST_F(OverTls, AnotherMachineIsNotReachedInClear) {
  // This machine by a name that could be any machine's.
  const std::string elsewhere = "0.0.0.0" + hub_.address().substr(hub_.address().rfind(':'));
  const Result refused = Login(elsewhere);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("https://" + elsewhere), HasSubstr("--insecure")));
  EXPECT_EQ(Run({"doctor"}, elsewhere).exit_code, 1);
  const Result told = Login(elsewhere, {"--insecure"});
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_EQ(Run({"whoami"}, elsewhere).exit_code, 2) << "the session's token neither";
  EXPECT_EQ(Login(hub_.address()).exit_code, 0) << "this machine is, as ever";
}

TEST_F(OverTls, AnAddressThatIsNoneIsToldBeforeAPasswordIsAskedFor) {
  for (const char* server : {"https://localhost", "https://:7440", "https://localhost:7440/hub",
                             "http://localhost:7440", "https://[::1]"}) {
    EXPECT_EQ(Run({"login", ServedHub::kAdmin}, server).exit_code, 2) << server;
  }
  const Result no_ca = Login(At("https://localhost"), {"--ca", folder_.File("none.pem")});
  EXPECT_EQ(no_ca.exit_code, 2);
  EXPECT_THAT(no_ca.err, HasSubstr("none.pem"));
}

}  // namespace
}  // namespace rufaa::cli
