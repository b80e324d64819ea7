// The hub's own processes to each other: mutual TLS, each known by the URI in its certificate,
// "spiffe://<hub>/<service>", and each service taking calls only from those that need it.
//
// Channels spread calls over all instances of a service that are serving, and send again what may
// be sent twice (repeatable.h).
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_context.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::rpc {

// PEM files, read again whenever they change: a certificate is renewed without a restart. Put a new
// pair in place at once, by renaming their folder.
struct PeerFiles {
  std::string cert;  // The chain of this process, its own first.
  std::string key;
  std::string ca;  // What the certificates of the others were signed with.

  bool empty() const { return cert.empty() && key.empty() && ca.empty(); }
};

// Where the services are that this process calls. Absent: in this process.
struct Peers {
  PeerFiles files;  // Empty: in clear, which only the loopback may be.
  // Service, "casework", to a target of gRPC: "ipv4:10.0.0.4:7450,10.0.0.5:7450" for a list,
  // "dns:///casework.rufaa:7450" for a name that may stand for several addresses, "host:port".
  std::map<std::string, std::string> targets;

  bool Has(absl::string_view service) const { return targets.contains(std::string(service)); }
};

// The services that may call `service`.
std::vector<std::string> CallersOf(absl::string_view service);

// FAILED_PRECONDITION naming the file that can't be used, or that some are missing; or an address
// in `peers` that is beyond the loopback when there are no files.
absl::Status CheckPeers(const Peers& peers);

// What the process of `service` serves with; nullptr when `files` are empty.
std::shared_ptr<grpc::ServerCredentials> PeerServerCredentials(const PeerFiles& files,
                                                               absl::string_view service);

// For clients that are people's, who prove themselves by their sessions: a certificate chain and
// its key, PEM files, read again when they change. nullptr when they are empty: in clear.
std::shared_ptr<grpc::ServerCredentials> PublicServerCredentials(const std::string& cert_file,
                                                                 const std::string& key_file);

// To the instances of `service`, which has a target.
std::shared_ptr<grpc::Channel> PeerChannel(const Peers& peers, const std::string& service);

// Which service calls, by its certificate; "" where connections are in clear.
std::string CallingService(const grpc::ServerContextBase& context);

// "casework" of "spiffe://mombasa.rufaa/casework"; "" of anything else.
absl::string_view ServiceOfUri(absl::string_view uri);

// Whether `address` ("127.0.0.1:7440", "[::1]:0", "localhost:1", "ipv4:127.0.0.1:1,127.0.0.1:2")
// is of this machine alone.
bool OnLoopback(absl::string_view address);

}  // namespace rufaa::rpc
