// The gateway with a certificate of its own.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>

#include "absl/strings/match.h"
#include "tests/cli/command.h"
#include "tests/gateway/served_gateway.h"
#include "tests/support/certificate.h"

namespace rufaa {
namespace {

class Tls : public testing::Test {
 protected:
  Tls() {
    options_.http.cert_file = folder_.path() + "/cert.pem";
    options_.http.key_file = folder_.path() + "/key.pem";
    MakeCertificate(options_.http.cert_file, options_.http.key_file, absl::Hours(1));
  }

  // Sends `request` over TLS, and reads until the server closes; "" when there is no handshake.
  static std::string Ask(int port, const std::string& request, int most = TLS1_3_VERSION) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()),
                                                               SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_max_proto_version(context.get(), most);
    const std::unique_ptr<BIO, void (*)(BIO*)> wire(
        BIO_new_connect(("127.0.0.1:" + std::to_string(port)).c_str()),
        [](BIO* bio) { BIO_free_all(bio); });
    const std::unique_ptr<SSL, void (*)(SSL*)> tls(SSL_new(context.get()), SSL_free);
    if (BIO_do_connect(wire.get()) != 1) return "";
    BIO_up_ref(wire.get());
    SSL_set_bio(tls.get(), wire.get(), wire.get());
    if (SSL_connect(tls.get()) != 1) return "";
    SSL_write(tls.get(), request.data(), static_cast<int>(request.size()));
    std::string answer;
    char bytes[4096];
    for (int n = 0; (n = SSL_read(tls.get(), bytes, sizeof(bytes))) > 0;) {
      answer.append(bytes, static_cast<size_t>(n));
    }
    return answer;
  }

  static std::string Call(const std::string& origin) {
    return RawClient::Request("POST", kWhoAmI,
                              Connect({{"Origin", origin}, {"Connection", "close"}}), "{}");
  }

  cli::Folder folder_;
  gateway::GatewayOptions options_;
};

TEST_F(Tls, ServesItsOwnPagesAndSaysToComeByTlsAgain) {
  ServedGateway served(options_);
  const std::string answer = Ask(served.port(), Call("https://localhost"));
  EXPECT_TRUE(absl::StartsWith(answer, "HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(absl::StrContains(answer, "Strict-Transport-Security: max-age=31536000\r\n"));
  EXPECT_TRUE(absl::StartsWith(Ask(served.port(), Call("http://localhost")), "HTTP/1.1 403 "));
  EXPECT_TRUE(absl::StartsWith(served.gateway().address(), "https://127.0.0.1:"));
}

TEST_F(Tls, IsNoOlderThanOnePointTwo) {
  ServedGateway served(options_);
  EXPECT_NE(Ask(served.port(), Call("https://localhost"), TLS1_2_VERSION), "");
  EXPECT_EQ(Ask(served.port(), Call("https://localhost"), TLS1_1_VERSION), "");
}

TEST_F(Tls, WhatIsNoHandshakeEndsItsOwnConnectionOnly) {
  ServedGateway served(options_);
  RawClient plain(served.port());
  plain.Send(Call("https://localhost"));
  EXPECT_EQ(plain.Read().status, 0);
  std::vector<RawClient> silent;
  for (int i = 0; i < 100; ++i) {
    silent.emplace_back(served.port());
    silent.back().Send("\x16\x03\x01");
  }
  EXPECT_NE(Ask(served.port(), Call("https://localhost")), "");
}

// The one that browsers see: read at the start, and so told until the next.
TEST_F(Tls, TellsWhenItsCertificateEnds) {
  ServedGateway served(options_);
  const std::string told = CertificateGauge(served.Metrics(), "browsers");
  EXPECT_NE(told, "");
  MakeCertificate(options_.http.cert_file, options_.http.key_file, absl::Hours(9000));
  EXPECT_EQ(CertificateGauge(served.Metrics(), "browsers"), told);
}

TEST_F(Tls, NeedsACertificateAndItsKey) {
  FakeHub hub;
  rpc::Log log(2, rpc::Level::kOff);
  rpc::Metrics metrics;
  const auto start = [&] {
    return gateway::Gateway::Start(options_, gateway::HubMethods(), gateway::Routes(hub.Channel()),
                                   log, metrics)
        .status();
  };
  options_.http.key_file = options_.http.cert_file;
  EXPECT_TRUE(absl::IsInvalidArgument(start()));
  options_.http.cert_file = folder_.path() + "/none.pem";
  EXPECT_TRUE(absl::IsInvalidArgument(start()));
}

}  // namespace
}  // namespace rufaa
