#include "services/gateway/run.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "eventlog/clock.h"
#include "services/gateway/gateway.h"
#include "services/rpc/certificates.h"
#include "services/rpc/monitor.h"
#include "services/rpc/peer_flags.h"
#include "services/rpc/stop_signal.h"

namespace rufaa::gateway {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(10);
// Where every service is that has no --peer of its own.
constexpr char kHub[] = "hub";

Routes RoutesTo(const rpc::Peers& peers) {
  return peers.Has(kHub) ? Routes(rpc::PeerChannel(peers, kHub)) : Routes(peers);
}

// All processes may share one file: what it says of the services' counties, clocks and brokers is
// no mistake here.
void PassOverTheServices(CLI::App& app) {
  for (const char* flag : {"--clocks", "--county", "--data", "--kafka-brokers", "--kafka-client",
                           "--kafka-min-insync-replicas", "--kafka-replicas"}) {
    app.add_option_function<std::vector<std::string>>(
        flag, [](const std::vector<std::string>&) {}, "of the services; nothing here");
  }
}

}  // namespace

int RunGateway(int argc, char** argv) {
  GatewayOptions options;
  rpc::Peers peers;
  std::string hub = "127.0.0.1:7440";
  std::string monitor_address;
  CLI::App app("Serves browsers: the console's files, and a hub's services over HTTP.");
  app.add_option("--hub", hub,
                 "host:port of a hub that is one process, on this machine; else --peer");
  app.add_option("--listen", options.http.listen, "host:port; port 0: any free one");
  app.add_option("--grpc-listen", options.grpc_listen, "host:port for gRPC's own clients");
  app.add_option("--origin", options.origin, "what browsers call it where a proxy brings TLS");
  app.add_option("--web-root", options.web_root, "folder of the built console");
  CLI::Option* cert = app.add_option("--cert", options.http.cert_file, "certificate chain, PEM");
  CLI::Option* key = app.add_option("--key", options.http.key_file, "its key, PEM");
  cert->needs(key);
  key->needs(cert);
  app.add_option("--metrics", monitor_address,
                 "HOST:PORT, or PORT of the loopback, of /metrics, /livez, /readyz; port 0: any");
  rpc::AddPeerFlags(app, peers);
  PassOverTheServices(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  rpc::StopSignal stop;
  if (peers.targets.empty()) peers.targets[kHub] = hub;
  if (const absl::Status usable = rpc::CheckPeers(peers); !usable.ok()) {
    return rpc::FailToStart(usable);
  }
  rpc::Log log(2, rpc::Level::kInfo);
  rpc::Metrics metrics;
  auto gateway = Gateway::Start(options, HubMethods(), RoutesTo(peers), log, metrics);
  if (!gateway.ok()) return rpc::FailToStart(gateway.status());
  SystemClock clock;
  const auto certificate =
      rpc::CertificateWatch::Start(peers.files.cert, rpc::Shown::kToPeers, log, metrics, clock);
  std::unique_ptr<rpc::Monitor> monitor;
  if (!monitor_address.empty()) {
    auto started = rpc::Monitor::Start(monitor_address, metrics, [] { return std::string(); });
    if (!started.ok()) return rpc::FailToStart(started.status());
    monitor = *std::move(started);
  }
  std::printf("%s\n", (*gateway)->address().c_str());
  std::fflush(stdout);
  stop.Wait();
  (*gateway)->Stop(kDrain);
  return 0;
}

}  // namespace rufaa::gateway
