#include "services/gateway/gateway.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "eventlog/clock.h"
#include "services/gateway/grpc_door.h"
#include "services/gateway/static_site.h"
#include "services/rpc/certificates.h"
#include "services/rpc/server.h"

namespace rufaa::gateway {
namespace {

// Of every answer. A script that got into a page by mistake can neither run nor talk to anybody.
constexpr std::pair<absl::string_view, absl::string_view> kSecurityHeaders[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
     "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};
constexpr absl::string_view kStrictTransport = "max-age=31536000";

// Adds what every answer has in common.
class SecuredExchange : public Exchange {
 public:
  SecuredExchange(std::shared_ptr<Exchange> inner, bool secure)
      : inner_(std::move(inner)), secure_(secure) {}

  void Answer(HttpResponse response) override {
    AddTo(response.headers);
    inner_->Answer(std::move(response));
  }
  void Begin(HttpResponse head, std::function<void(Gone)> gone) override {
    AddTo(head.headers);
    inner_->Begin(std::move(head), std::move(gone));
  }
  void Write(std::string bytes, std::function<void(bool)> done) override {
    inner_->Write(std::move(bytes), std::move(done));
  }
  void End(std::string last) override { inner_->End(std::move(last)); }

 private:
  void AddTo(Headers& headers) const {
    if (headers.Get("Cache-Control").empty()) {
      headers.Add("Cache-Control", "no-store, no-transform");
    }
    for (const auto& [name, value] : kSecurityHeaders) headers.Add(name, value);
    if (secure_) headers.Add("Strict-Transport-Security", kStrictTransport);
  }

  const std::shared_ptr<Exchange> inner_;
  const bool secure_;
};

HttpResponse WithoutBody(int status) { return {.status = status, .headers = {}, .body = {}}; }

class RunningGateway : public Gateway, private HttpHandler {
 public:
  RunningGateway(const GatewayOptions& options, const Methods& methods, Routes routes,
                 StaticSite site, rpc::Log& log, rpc::Metrics& metrics)
      : options_(options),
        methods_(methods),
        routes_(std::move(routes)),
        site_(std::move(site)),
        sessions_(options.origin),
        proxy_({methods, routes_, sessions_, log, metrics}, options.proxy),
        grpc_door_(methods, routes_, log, metrics) {}
  ~RunningGateway() override { Stop(absl::ZeroDuration()); }

  absl::Status Listen(rpc::Log& log, rpc::Metrics& metrics) {
    RUFAA_ASSIGN_OR_RETURN(server_, HttpServer::Start(options_.http, *this, metrics));
    certificate_ = rpc::CertificateWatch::Start(options_.http.cert_file, rpc::Shown::kToBrowsers,
                                                log, metrics, clock_);
    if (options_.grpc_listen.empty()) return absl::OkStatus();
    rpc::ServerOptions grpc_options{.address = options_.grpc_listen, .generic = &grpc_door_};
    grpc_options.of_strangers = true;
    grpc_options.credentials =
        rpc::PublicServerCredentials(options_.http.cert_file, options_.http.key_file);
    RUFAA_ASSIGN_OR_RETURN(grpc_server_, rpc::Server::Start(grpc_options, {}));
    grpc_server_->SetServing(true);
    return absl::OkStatus();
  }

  int port() const override { return server_->port(); }
  int grpc_port() const override { return grpc_server_ == nullptr ? 0 : grpc_server_->port(); }
  std::string address() const override {
    if (!options_.origin.empty()) return options_.origin;
    const std::string& listen = options_.http.listen;
    return absl::StrCat(options_.http.cert_file.empty() ? "http://" : "https://",
                        listen.substr(0, listen.rfind(':')), ":", port());
  }

  void Stop(absl::Duration grace) override {
    if (server_ != nullptr) server_->Drain(grace);
    if (grpc_server_ != nullptr) grpc_server_->Drain(grace);
    proxy_.Stop();
  }

 private:
  void Handle(HttpRequest request, std::shared_ptr<Exchange> bare) override {
    auto exchange = std::make_shared<SecuredExchange>(std::move(bare), sessions_.Secure(request));
    const Method* const method = methods_.Find(request.path);
    if (method != nullptr && routes_.Find(request.path) != nullptr) {
      return proxy_.Handle(*method, std::move(request), std::move(exchange));
    }
    if (request.method == "GET" || request.method == "HEAD") {
      return exchange->Answer(site_.Answer(request));
    }
    if (request.method == "POST") return exchange->Answer(WithoutBody(404));
    HttpResponse wrong_verb = WithoutBody(405);
    wrong_verb.headers.Add("Allow", "GET, HEAD");
    exchange->Answer(std::move(wrong_verb));
  }

  const GatewayOptions options_;
  const Methods& methods_;
  const Routes routes_;
  const StaticSite site_;
  const BrowserSessions sessions_;
  Proxy proxy_;
  std::unique_ptr<HttpServer> server_;
  GrpcDoor grpc_door_;
  std::unique_ptr<rpc::Server> grpc_server_;
  SystemClock clock_;
  std::unique_ptr<rpc::CertificateWatch> certificate_;  // nullptr: in clear.
};

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const GatewayOptions& options,
                                                        const Methods& methods, Routes routes,
                                                        rpc::Log& log, rpc::Metrics& metrics) {
  StaticSite site;
  if (!options.web_root.empty()) {
    RUFAA_ASSIGN_OR_RETURN(site, StaticSite::Load(options.web_root));
  }
  auto gateway = std::make_unique<RunningGateway>(options, methods, std::move(routes),
                                                  std::move(site), log, metrics);
  RUFAA_RETURN_IF_ERROR(gateway->Listen(log, metrics));
  log.Write(rpc::Level::kInfo, "gateway listening",
            {{"port", static_cast<int64_t>(gateway->port())}});
  return absl::StatusOr<std::unique_ptr<Gateway>>(std::move(gateway));
}

}  // namespace rufaa::gateway
