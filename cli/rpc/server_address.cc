#include "cli/rpc/server_address.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "cli/app/exit_code.h"
#include "cli/session/input.h"
#include "domain/base/status_macros.h"
#include "services/rpc/peers.h"

namespace rufaa::cli {
namespace {

bool OnThisMachine(absl::string_view target) {
  return absl::StartsWith(target, "unix:") || rpc::OnLoopback(target);
}

absl::StatusOr<ServerAddress> WithTls(absl::string_view host, const std::string& ca_file) {
  absl::ConsumeSuffix(&host, "/");
  const size_t colon = host.rfind(':');
  if (absl::StrContains(host, '/') || colon == 0 || colon == absl::string_view::npos ||
      absl::EndsWith(host, "]")) {
    return UsageError(absl::StrCat("https://", host, " is no server: https://HOST:PORT"));
  }
  grpc::SslCredentialsOptions options;  // Empty: whom the system believes.
  if (!ca_file.empty()) {
    RUFAA_ASSIGN_OR_RETURN(options.pem_root_certs, ReadInput(ca_file));
  }
  return ServerAddress{std::string(host), grpc::SslCredentials(options)};
}

}  // namespace

absl::StatusOr<ServerAddress> ReadServerAddress(const std::string& server,
                                                const std::string& ca_file, bool insecure) {
  absl::string_view host = server;
  if (absl::ConsumePrefix(&host, "https://")) return WithTls(host, ca_file);
  if (absl::StrContains(server, "://")) {
    return UsageError(absl::StrCat(server, " is no server: HOST:PORT, or https://HOST:PORT"));
  }
  if (!OnThisMachine(server) && !insecure) {
    return UsageError(absl::StrCat(
        server, " is another machine, and passwords and names would go there in clear: name it as ",
        "https://", server, ", or say --insecure where the way to it is safe by itself"));
  }
  return ServerAddress{server, grpc::InsecureChannelCredentials()};
}

}  // namespace rufaa::cli
