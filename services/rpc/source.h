// From which address a call comes: for whoever slows guessing, and for nobody's identity.
#pragma once

#include <grpcpp/server_context.h>

#include <string>

#include "absl/strings/string_view.h"

namespace rufaa::rpc {

// The gateway says in it for whom it calls. From anybody else it is not believed, and no header of
// a browser's becomes it (services/gateway/proxy.h).
inline constexpr char kSourceMetadata[] = "source-address";

// "10.0.0.7"; of IPv6 the network, "2001:db8:1:2::", since one machine has all of its addresses. As
// the gateway says, where it calls by its certificate or from this process; else whoever is
// connected. "" where neither has an address.
std::string SourceOf(const grpc::ServerContextBase& context);

// The address of "ipv4:10.0.0.7:4000", "ipv6:[::1]:4000" or "ipv6:%5B::1%5D:4000"; "" of others.
std::string AddressOfPeer(absl::string_view peer);

// Of an address as text, as SourceOf; "" of what is none.
std::string SourceOfAddress(absl::string_view address);

}  // namespace rufaa::rpc
