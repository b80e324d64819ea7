#include "services/hub/run.h"

#include <csignal>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "services/hub/clock_file.h"
#include "services/hub/hub.h"
#include "services/rpc/status.h"

namespace rufaa::hub {
namespace {

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

}  // namespace

int RunServices(int argc, char** argv, std::vector<std::string> services) {
  HubOptions options;
  options.services = std::move(services);
  std::string admin_file, clock_file;
  CLI::App app("Serves one of the hub's services over gRPC.");
  app.add_option("--data", options.data_dir,
                 "data directory, one folder per county; no other process may have it open")
      ->required();
  app.add_option("--county", options.counties, "a county to serve, by code")->required();
  app.add_option("--key-dir", options.key_dir, "folder of the county key files");
  app.add_flag("--make-keys", options.make_keys, "make a county key where there is none yet");
  app.add_option("--listen", options.listen, "host:port; port 0: any free one");
  app.add_option("--metrics-port", options.monitor_port, "loopback port of /metrics; 0: any");
  app.add_option("--access", options.access_address, "host:port of the access service");
  app.add_option("--admin-file", admin_file, "login and password of a new county's administrator");
  app.add_option("--prefix", options.founding.prefix, "of a new county's codes, e.g. MSA");
  app.add_option("--clocks", clock_file, "the county's clocks; else those built in");
  app.add_flag("--reflection", options.reflection, "let gRPC clients list the methods");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const sigset_t stop_signals = BlockStopSignals();
  if (!admin_file.empty()) {
    if (const absl::Status read = ReadAdminFile(admin_file, options.founding); !read.ok()) {
      std::fprintf(stderr, "%s\n", std::string(read.message()).c_str());
      return 1;
    }
  }
  if (!clock_file.empty()) {
    absl::StatusOr<ClockTable> clocks = ReadClockFile(clock_file);
    if (!clocks.ok()) {
      std::fprintf(stderr, "%s\n", std::string(clocks.status().message()).c_str());
      return 2;
    }
    options.clocks = *std::move(clocks);
  }
  absl::StatusOr<std::unique_ptr<Hub>> hub = Hub::Start(options);
  if (!hub.ok()) {
    std::fprintf(stderr, "%s: %s\n", rpc::ReasonName(hub.status()).c_str(),
                 std::string(hub.status().message()).c_str());
    return 1;
  }
  int signal = 0;
  sigwait(&stop_signals, &signal);
  (*hub)->Stop();
  return 0;
}

}  // namespace rufaa::hub
