#include "services/rpc/peer_flags.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/rpc/status.h"

namespace rufaa::rpc {

void AddPeerFlags(CLI::App& app, Peers& peers) {
  app.set_config("--config", "", "read flags from a file of TOML");
  // A key that no flag has would else be passed over: a wish that is not heard.
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.add_option_function<std::vector<std::string>>(
      "--peer",
      [&peers](const std::vector<std::string>& given) {
        for (const std::string& one : given) {
          const std::pair<std::string, std::string> parts =
              absl::StrSplit(one, absl::MaxSplits('=', 1));
          if (parts.first.empty() || parts.second.empty()) {
            throw CLI::ValidationError("--peer", one + ": give SERVICE=TARGET");
          }
          peers.targets[parts.first] = parts.second;
        }
      },
      "SERVICE=TARGET: where another process serves it; TARGET as gRPC takes it, such as "
      "ipv4:127.0.0.1:7451,127.0.0.1:7452 or dns:///casework.rufaa:7450");
  app.add_option("--peer-cert", peers.files.cert, "this process's certificate chain, PEM");
  app.add_option("--peer-key", peers.files.key, "its key, PEM");
  app.add_option("--peer-ca", peers.files.ca, "what signed the other processes' certificates, PEM");
}

int FailToStart(const absl::Status& status) {
  std::fprintf(stderr, "%s: %s\n", ReasonName(status).c_str(),
               std::string(status.message()).c_str());
  return absl::IsInvalidArgument(status) ? 2 : 1;
}

}  // namespace rufaa::rpc
