#include "cli/serve/serve.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/app/exit_code.h"
#include "cli/serve/demo_mark.h"
#include "cli/serve/service_manager.h"
#include "cli/verbs/verbs.h"
#include "domain/base/status_macros.h"
#include "services/hub/administrator.h"
#include "services/hub/clock_file.h"
#include "services/hub/kafka_words.h"
#include "services/rpc/stop_signal.h"

namespace rufaa::cli {
namespace {

// Rebuilding every view of a large county is the longest that a start may take.
constexpr absl::Duration kStartWithin = absl::Minutes(10);

rpc::Level LevelNamed(const std::string& name) {
  if (name == "debug") return rpc::Level::kDebug;
  if (name == "warning") return rpc::Level::kWarning;
  if (name == "error") return rpc::Level::kError;
  return name == "off" ? rpc::Level::kOff : rpc::Level::kInfo;
}

std::string HostOf(const std::string& address) { return address.substr(0, address.rfind(':')); }

Table WhereItListens(const hub::HubOptions& options, const hub::Hub& hub) {
  Table table{.columns = {"state", "listen", "browser", "metrics"},
              .rows = {{{"serving", Tone::kGood},
                        {absl::StrCat(HostOf(options.listen), ":", hub.port())},
                        {hub.gateway() == nullptr ? "off" : hub.gateway()->address()},
                        {hub.monitor() == nullptr ? "off" : hub.monitor()->address()}}}};
  return table;
}

absl::Status ReadGateway(const Settings& settings, hub::HubOptions& hub) {
  if (settings.Text("gateway.listen") == "off") return absl::OkStatus();
  gateway::GatewayOptions options;
  options.http.listen = settings.Text("gateway.listen");
  options.http.cert_file = settings.Text("gateway.cert");
  options.http.key_file = settings.Text("gateway.key");
  if (options.http.cert_file.empty() != options.http.key_file.empty()) {
    return UsageError("gateway.cert and gateway.key are given together or not at all");
  }
  options.origin = settings.Text("gateway.origin");
  options.web_root = settings.Text("gateway.web_root");
  hub.gateway = std::move(options);
  return absl::OkStatus();
}

// The settings of librdkafka that `key` lists.
absl::StatusOr<KafkaSettings> ReadClient(const Settings& settings, absl::string_view key) {
  absl::StatusOr<KafkaSettings> read = hub::ReadKafkaWords(settings.List(key));
  if (!absl::IsInvalidArgument(read.status())) return read;
  return UsageError(absl::StrCat(settings.Origin(key), ": ", read.status().message()));
}

absl::Status ReadKafka(const Settings& settings, hub::HubOptions& hub) {
  if (settings.Text("kafka.brokers").empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(KafkaSettings client, ReadClient(settings, "kafka.client"));
  hub.kafka = {
      .brokers = settings.Text("kafka.brokers"),
      .replicas = static_cast<int>(settings.Number("kafka.replicas")),
      .min_insync_replicas = static_cast<int>(settings.Number("kafka.min_insync_replicas")),
      .client = std::move(client)};
  return absl::OkStatus();
}

absl::Status ReadPublisher(const Settings& settings, hub::HubOptions& hub) {
  if (settings.Text("publisher.brokers").empty()) return absl::OkStatus();
  RUFAA_ASSIGN_OR_RETURN(KafkaSettings client, ReadClient(settings, "publisher.client"));
  hub.publisher = {
      .brokers = settings.Text("publisher.brokers"),
      .topic = settings.Text("publisher.topic"),
      .replicas = static_cast<int>(settings.Number("publisher.replicas")),
      .min_insync_replicas = static_cast<int>(settings.Number("publisher.min_insync_replicas")),
      .client = std::move(client)};
  return absl::OkStatus();
}

// The views may take a while to catch up; a signal must not wait for that.
absl::Status WaitUntilServing(hub::Hub& hub, const std::atomic<bool>& stopping) {
  const absl::Time deadline = absl::Now() + kStartWithin;
  for (;;) {
    const absl::Time look = std::min(deadline, absl::Now() + absl::Milliseconds(200));
    const absl::Status status = hub.WaitUntilServing(look);
    if (status.ok() || stopping || look >= deadline) return status;
  }
}

// A made-up county, with accounts that share a password, is not to be taken for the real one.
absl::Status CheckNoDemo(const hub::HubOptions& options) {
  for (const std::string& county : options.counties) {
    const std::string folder = absl::StrCat(options.data_dir, "/", county);
    std::error_code error;
    if (!std::filesystem::exists(absl::StrCat(folder, "/", kDemoPasswordFile), error)) continue;
    return absl::FailedPreconditionError(
        absl::StrCat(folder, " is a made-up county: `rufaa demo --data ", options.data_dir,
                     "` serves it; a real one needs another folder, or that this one is removed"));
  }
  return absl::OkStatus();
}

// Only who serves founds: what works on a stopped hub's folder needs no administrator.
absl::Status ReadFounding(const Settings& settings, hub::HubOptions& hub) {
  const std::string& file = settings.Text("serve.admin_file");
  if (file.empty()) return absl::OkStatus();
  hub.founding.prefix = settings.Text("serve.code_letters");
  return hub::ReadAdminFile(file, hub.data_dir, hub.counties, hub.founding);
}

absl::Status ServeVerb(Context& context, const Args&) {
  RUFAA_ASSIGN_OR_RETURN(hub::HubOptions options, HubOptionsOf(context.settings()));
  RUFAA_RETURN_IF_ERROR(CheckNoDemo(options));
  RUFAA_RETURN_IF_ERROR(ReadFounding(context.settings(), options));
  return ServeUntilStopped(context, options);
}

}  // namespace

absl::StatusOr<hub::HubOptions> HubOptionsOf(const Settings& settings) {
  hub::HubOptions options;
  options.data_dir = settings.Text("serve.data");
  options.counties = settings.List("serve.counties");
  options.key_dir = settings.Text("serve.key_dir");
  options.make_keys = settings.Switch("serve.make_keys");
  options.listen = settings.Text("serve.listen");
  options.reflection = settings.Switch("serve.reflection");
  options.log_level = LevelNamed(settings.Text("serve.log_level"));
  options.drain = settings.Duration("serve.drain");
  RUFAA_RETURN_IF_ERROR(ReadKafka(settings, options));
  RUFAA_RETURN_IF_ERROR(ReadPublisher(settings, options));
  RUFAA_RETURN_IF_ERROR(ReadGateway(settings, options));
  if (settings.Text("serve.metrics") != "off") options.monitor = settings.Text("serve.metrics");
  if (const std::string& file = settings.Text("serve.clocks"); !file.empty()) {
    RUFAA_ASSIGN_OR_RETURN(options.clocks, hub::ReadClockFile(file));
  }
  if (options.counties.empty()) return UsageError("--county: which county is to be served?");
  return options;
}

absl::Status ServeUntilStopped(Context& context, const hub::HubOptions& options,
                               const OnceServing& once_serving) {
  rpc::StopSignal stop;
  hub::HubOptions ending = options;
  ending.on_failure = hub::AskThisProcessToStop;
  stop.EndAtOnce(true);
  RUFAA_ASSIGN_OR_RETURN(const std::unique_ptr<hub::Hub> hub, hub::Hub::Start(ending));
  stop.EndAtOnce(false);
  absl::Status status = WaitUntilServing(*hub, stop.stopping());
  if (status.ok() && once_serving) status = once_serving(*hub, stop.stopping());
  if (status.ok() && !stop.stopping()) {
    context.printer().ShowTable(WhereItListens(options, *hub));
    TellServiceManager("READY=1");
    stop.Wait();
    context.printer().Note("stopping: calls in flight may finish");
  }
  TellServiceManager("STOPPING=1");
  hub->Stop();
  // The service manager starts it again, which recovers the log.
  RUFAA_RETURN_IF_ERROR(hub->Failure());
  // Asked to stop before it was ready: that is no failure.
  return stop.stopping() ? absl::OkStatus() : status;
}

void AddServeVerb(App& app) {
  app.Add({.group = "",
           .name = "serve",
           .help = "Serve one or more counties in the foreground, every service in one process.",
           .run = ServeVerb,
           .settings_prefixes = {"serve.", "kafka.", "publisher.", "gateway."}});
}

}  // namespace rufaa::cli
