#include "services/rpc/source.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <iterator>

#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/rpc/peers.h"

namespace rufaa::rpc {
namespace {

constexpr absl::string_view kGateway = "gateway";
// What gRPC says of a connection within the process; one from outside has an address or a path.
constexpr absl::string_view kInProcess = "unknown";
constexpr size_t kNetworkBytes = 8;  // Of an IPv6 address.

std::string TextOf(int family, const void* bytes) {
  char text[INET6_ADDRSTRLEN];
  return ::inet_ntop(family, bytes, text, sizeof(text)) != nullptr ? text : "";
}

bool SpeaksForOthers(const grpc::ServerContextBase& context) {
  return CallingService(context) == kGateway || context.peer() == kInProcess;
}

}  // namespace

std::string SourceOfAddress(absl::string_view address) {
  const std::string text(address);
  if (in_addr four; ::inet_pton(AF_INET, text.c_str(), &four) == 1) return TextOf(AF_INET, &four);
  in6_addr six;
  if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return "";
  if (IN6_IS_ADDR_V4MAPPED(&six)) return TextOf(AF_INET, &six.s6_addr[12]);
  if (!IN6_IS_ADDR_LOOPBACK(&six)) std::fill(six.s6_addr + kNetworkBytes, std::end(six.s6_addr), 0);
  return TextOf(AF_INET6, &six);
}

std::string AddressOfPeer(absl::string_view peer) {
  if (!absl::ConsumePrefix(&peer, "ipv4:") && !absl::ConsumePrefix(&peer, "ipv6:")) return "";
  const std::string plain = absl::StrReplaceAll(
      peer, {{"%5B", "["}, {"%5b", "["}, {"%5D", "]"}, {"%5d", "]"}, {"%25", "%"}});
  absl::string_view host = absl::string_view(plain).substr(0, plain.rfind(':'));
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  return std::string(host.substr(0, host.find('%')));  // Without the interface.
}

std::string SourceOf(const grpc::ServerContextBase& context) {
  const auto said = context.client_metadata().find(kSourceMetadata);
  if (said != context.client_metadata().end() && SpeaksForOthers(context)) {
    return SourceOfAddress({said->second.data(), said->second.size()});
  }
  return SourceOfAddress(AddressOfPeer(context.peer()));
}

}  // namespace rufaa::rpc
