#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "services/rpc/peers.h"
#include "services/rpc/repeatable.h"

namespace rufaa::rpc {
namespace {

namespace tls = grpc::experimental;

// How soon a certificate that was renewed is taken up.
constexpr unsigned kReadAgainSeconds = 5;

// Spreads calls over the instances whose health says that they serve. A call that may be repeated,
// and whose instance could not be reached, died, or said at once that it can't now, is made again,
// at another if there is one.
std::string ServiceConfig() {
  return absl::StrCat(R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": ""},
  "methodConfig": [
    {"name": )",
                      RepeatableNames(), R"(,
     "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.05s", "maxBackoff": "1s",
                     "backoffMultiplier": 3, "retryableStatusCodes": ["UNAVAILABLE"]}}]
})");
}

// A peer whose certificate the CA signed, and that is one of those named.
class OneOf : public tls::ExternalCertificateVerifier {
 public:
  explicit OneOf(std::vector<std::string> services) : services_(std::move(services)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* status) override {
    for (const grpc::string_ref& uri : request->uri_names()) {
      const absl::string_view service = ServiceOfUri({uri.data(), uri.size()});
      if (std::find(services_.begin(), services_.end(), service) != services_.end()) {
        *status = grpc::Status::OK;
        return true;
      }
    }
    *status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                           "The peer's certificate is not of a service that may be here.");
    return true;
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::vector<std::string> services_;
};

void Fill(tls::TlsCredentialsOptions& options, const PeerFiles& files,
          std::vector<std::string> peers) {
  options.set_certificate_provider(std::make_shared<tls::FileWatcherCertificateProvider>(
      files.key, files.cert, files.ca, kReadAgainSeconds));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<OneOf>(std::move(peers)));
}

std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(const PeerFiles& files,
                                                             const std::string& service) {
  if (files.empty()) return grpc::InsecureChannelCredentials();
  tls::TlsChannelCredentialsOptions options;
  Fill(options, files, {service});
  // The name that counts is the service's, not the machine's.
  options.set_check_call_host(false);
  return tls::TlsCredentials(options);
}

}  // namespace

std::shared_ptr<grpc::ServerCredentials> PeerServerCredentials(const PeerFiles& files,
                                                               absl::string_view service) {
  if (files.empty()) return nullptr;
  tls::TlsServerCredentialsOptions options(std::make_shared<tls::FileWatcherCertificateProvider>(
      files.key, files.cert, files.ca, kReadAgainSeconds));
  Fill(options, files, CallersOf(service));
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ServerCredentials> PublicServerCredentials(const std::string& cert_file,
                                                                 const std::string& key_file) {
  if (cert_file.empty()) return nullptr;
  tls::TlsServerCredentialsOptions options(std::make_shared<tls::FileWatcherCertificateProvider>(
      key_file, cert_file, kReadAgainSeconds));
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  return tls::TlsServerCredentials(options);
}

std::shared_ptr<grpc::Channel> PeerChannel(const Peers& peers, const std::string& service) {
  const auto target = peers.targets.find(service);
  RUFAA_CHECK(target != peers.targets.end());
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig());
  // What the handshake asks for; several addresses have no other name in common.
  arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, service);
  // An instance that hangs is left for another within seconds.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 5000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 3000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // A service that is back must be found within the tries of one call, which ServiceConfig spreads
  // over 0.6 s: the other of two may end in the moment after.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 250);
  // What serves this county is never to be had through a proxy.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(target->second, ChannelCredentials(peers.files, service),
                                   arguments);
}

}  // namespace rufaa::rpc
