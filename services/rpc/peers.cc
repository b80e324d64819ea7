#include "services/rpc/peers.h"

#include <grpc/grpc_security_constants.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/base/status_macros.h"

namespace rufaa::rpc {
namespace {

constexpr absl::string_view kScheme = "spiffe://";

absl::Status CheckReadable(const std::string& what, const std::string& file) {
  if (file.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("Certificate, key and CA are given together; the ", what, " is missing."));
  }
  if (::access(file.c_str(), R_OK) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("The ", what, " file ", file, " is missing or can't be read by this user."));
}

}  // namespace

absl::string_view ServiceOfUri(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, kScheme)) return "";
  const std::vector<absl::string_view> parts = absl::StrSplit(uri, '/');
  return parts.size() == 2 && !parts[0].empty() ? parts[1] : "";
}

// Nobody but the gateway speaks for people; sessions are for all whom people ask; the keys are only
// for those who write or show what is sealed, or share a secret with their other instances. Those
// of one kind give each other their replicas.
std::vector<std::string> CallersOf(absl::string_view service) {
  std::vector<std::string> callers{std::string(service)};
  if (service == "access") {
    callers.insert(callers.end(), {"audit", "casework", "committee", "directory", "gateway", "live",
                                   "referral", "vault"});
  } else if (service == "vault") {
    callers.insert(callers.end(),
                   {"access", "audit", "casework", "committee", "directory", "live", "referral"});
  } else {
    callers.push_back("gateway");
  }
  return callers;
}

std::string CallingService(const grpc::ServerContextBase& context) {
  for (const grpc::string_ref& uri :
       context.auth_context()->FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME)) {
    const absl::string_view service = ServiceOfUri({uri.data(), uri.size()});
    if (!service.empty()) return std::string(service);
  }
  return "";
}

bool OnLoopback(absl::string_view address) {
  for (const absl::string_view scheme : {"ipv4:", "ipv6:", "dns:///", "dns:"}) {
    if (absl::ConsumePrefix(&address, scheme)) break;
  }
  for (const absl::string_view one : absl::StrSplit(address, ',')) {
    const absl::string_view host = one.substr(0, one.rfind(':'));
    if (host != "localhost" && host != "[::1]" && !absl::StartsWith(host, "127.")) return false;
  }
  return true;
}

absl::Status CheckPeers(const Peers& peers) {
  if (!peers.files.empty()) {
    RUFAA_RETURN_IF_ERROR(CheckReadable("certificate", peers.files.cert));
    RUFAA_RETURN_IF_ERROR(CheckReadable("key", peers.files.key));
    return CheckReadable("CA", peers.files.ca);
  }
  for (const auto& [service, target] : peers.targets) {
    if (OnLoopback(target)) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("The service ", service, " at ", target,
                     " is on another machine: give certificate, key and CA."));
  }
  return absl::OkStatus();
}

}  // namespace rufaa::rpc
