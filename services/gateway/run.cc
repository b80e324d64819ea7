#include "services/gateway/run.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <string>

#include <grpcpp/create_channel.h>

#include <CLI/CLI.hpp>

#include "services/gateway/gateway.h"
#include "services/rpc/monitor.h"

namespace rufaa::gateway {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(10);

// Signals are waited for, not handled: every thread made from here on has them blocked.
sigset_t BlockStopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& hub) {
  grpc::ChannelArguments arguments;
  // A hub that is being restarted must be found at the next call, not after a long pause.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // A hub of this county's network is never to be had through a proxy.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(hub, grpc::InsecureChannelCredentials(), arguments);
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace

int RunGateway(int argc, char** argv) {
  GatewayOptions options;
  std::string hub = "127.0.0.1:7440";
  int monitor_port = -1;
  CLI::App app("Serves browsers: the console's files, and a hub's services over HTTP.");
  app.add_option("--hub", hub, "host:port of the hub's gRPC");
  app.add_option("--listen", options.http.listen, "host:port; port 0: any free one");
  app.add_option("--origin", options.origin, "what browsers call it where a proxy brings TLS");
  app.add_option("--web-root", options.web_root, "folder of the built console");
  CLI::Option* cert = app.add_option("--cert", options.http.cert_file, "certificate chain, PEM");
  CLI::Option* key = app.add_option("--key", options.http.key_file, "its key, PEM");
  cert->needs(key);
  key->needs(cert);
  app.add_option("--metrics-port", monitor_port, "loopback port of /metrics; 0: any");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const sigset_t stop_signals = BlockStopSignals();
  rpc::Log log(2, rpc::Level::kInfo);
  rpc::Metrics metrics;
  auto gateway = Gateway::Start(options, HubMethods(), ChannelTo(hub), log, metrics);
  if (!gateway.ok()) return Fail(gateway.status());
  std::unique_ptr<rpc::Monitor> monitor;
  if (monitor_port >= 0) {
    auto started = rpc::Monitor::Start(static_cast<uint16_t>(monitor_port), metrics,
                                       [] { return std::string(); });
    if (!started.ok()) return Fail(started.status());
    monitor = *std::move(started);
  }
  std::printf("%s\n", (*gateway)->address().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop_signals, &signal);
  (*gateway)->Stop(kDrain);
  return 0;
}

}  // namespace rufaa::gateway
