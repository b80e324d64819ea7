#include "services/hub/run.h"

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "domain/codes/codes.h"
#include "services/hub/administrator.h"
#include "services/hub/clock_file.h"
#include "services/hub/hub.h"
#include "services/hub/kafka_words.h"
#include "services/rpc/peer_flags.h"
#include "services/rpc/stop_signal.h"

namespace rufaa::hub {
namespace {

void AddClientOption(CLI::App& app, const std::string& flag, KafkaSettings& settings) {
  app.add_option_function<std::vector<std::string>>(
      flag,
      [flag, &settings](const std::vector<std::string>& words) {
        absl::StatusOr<KafkaSettings> read = ReadKafkaWords(words);
        if (!read.ok()) throw CLI::ValidationError(flag, std::string(read.status().message()));
        settings = *std::move(read);
      },
      "KEY=VALUE: how to reach those brokers, a setting of librdkafka, such as "
      "security.protocol=ssl; KEY=@FILE where a file of mode 0600 holds the value");
}

void AddLogOptions(CLI::App& app, KafkaPlace& kafka) {
  app.add_option("--kafka-brokers", kafka.brokers, "host:port,… that give the log its order");
  app.add_option("--kafka-replicas", kafka.replicas, "of a topic that is made now");
  app.add_option("--kafka-min-insync-replicas", kafka.min_insync_replicas, "likewise");
  AddClientOption(app, "--kafka-client", kafka.client);
}

void AddPublicOptions(CLI::App& app, HubOptions& options) {
  options.publisher.emplace();
  app.add_option("--public-brokers", options.publisher->brokers,
                 "host:port,… of the brokers that case events are published to");
  app.add_option("--public-topic", options.publisher->topic, "where; <county> is its code");
  app.add_option("--public-replicas", options.publisher->replicas, "of a topic that is made now");
  app.add_option("--public-min-insync-replicas", options.publisher->min_insync_replicas,
                 "how many replicas must have an event before it counts as published");
  AddClientOption(app, "--public-client", options.publisher->client);
}

}  // namespace

int RunService(int argc, char** argv, absl::string_view name) {
  HubOptions options;
  options.services = {std::string(name), "replica"};  // The latter to the others of its kind.
  std::string admin_file, clock_file;
  KafkaPlace kafka;
  CLI::App app("Serves one of the hub's services over gRPC.");
  app.add_option("--data", options.data_dir,
                 "data directory, one folder per county; no other process may have it open")
      ->required();
  app.add_option("--county", options.counties, "a county to serve, by code: 001 to 047")
      ->required();
  app.add_option("--key-dir", options.key_dir, "folder of the county key files");
  app.add_flag("--make-keys", options.make_keys, "make a county key where there is none yet");
  app.add_option("--listen", options.listen, "host:port; port 0: any free one");
  app.add_option("--metrics", options.monitor,
                 "HOST:PORT, or PORT of the loopback, of /metrics, /livez, /readyz; port 0: any");
  AddLogOptions(app, kafka);
  app.add_option("--replica-from", options.replica_from,
                 "target of this service's other instances, to copy a first replica from");
  rpc::AddPeerFlags(app, options.peers);
  AddPublicOptions(app, options);
  app.add_option("--admin-file", admin_file, "login and password of a new county's administrator");
  app.add_option("--prefix", options.founding.prefix,
                 "the two letters of a new county's codes, e.g. MS");
  app.add_option("--clocks", clock_file, "the county's clocks; else those built in");
  app.add_flag("--reflection", options.reflection, "let gRPC clients list the methods");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!AreCountyCodes(options.counties)) {
    return rpc::FailToStart(absl::InvalidArgumentError(
        "--county takes counties' codes of three digits, 001 to 047, each once"));
  }
  rpc::StopSignal stop;
  if (!kafka.brokers.empty()) options.kafka = kafka;
  if (options.publisher->brokers.empty()) options.publisher.reset();
  if (!admin_file.empty()) {
    const absl::Status read =
        ReadAdminFile(admin_file, options.data_dir, options.counties, options.founding);
    if (!read.ok()) return rpc::FailToStart(read);
  }
  if (!clock_file.empty()) {
    absl::StatusOr<ClockTable> clocks = ReadClockFile(clock_file);
    if (!clocks.ok()) return rpc::FailToStart(clocks.status());
    options.clocks = *std::move(clocks);
  }
  options.on_failure = AskThisProcessToStop;
  stop.EndAtOnce(true);
  absl::StatusOr<std::unique_ptr<Hub>> hub = Hub::Start(options);
  if (!hub.ok()) return rpc::FailToStart(hub.status());
  stop.EndAtOnce(false);
  stop.Wait();
  (*hub)->Stop();
  // Whatever runs this starts it again, which recovers the log.
  return (*hub)->Failure().ok() ? 0 : 1;
}

}  // namespace rufaa::hub
