// How a hub is reached that `server` names.
#pragma once

#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace rufaa::cli {

struct ServerAddress {
  std::string target;  // Of gRPC.
  std::shared_ptr<grpc::ChannelCredentials> credentials;
};

// "https://host:port" is TLS: the server's certificate must be of that host, and signed by one whom
// this system believes, or whose PEM file `ca_file` is. Without a scheme it is in clear, which is
// for this machine; further only where `insecure` says that it is wanted, since passwords and names
// go over it. A usage error that says what to do.
absl::StatusOr<ServerAddress> ReadServerAddress(const std::string& server,
                                                const std::string& ca_file, bool insecure);

}  // namespace rufaa::cli
