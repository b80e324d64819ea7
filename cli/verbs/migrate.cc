// `rufaa log migrate`: a county's log into Kafka, and back.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/serve/serve.h"
#include "cli/verbs/move_progress.h"
#include "cli/verbs/verbs.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

using hub::LogHome;

absl::StatusOr<LogHome> HomeOf(const Args& args) {
  const int named = args.Has("to-kafka") + args.Has("to-embedded") + args.Has("without-topic");
  if (named != 1) {
    return UsageError("where to? One of --to-kafka, --to-embedded and --without-topic");
  }
  if (args.Has("to-kafka")) return LogHome::kKafka;
  return args.Has("to-embedded") ? LogHome::kEmbedded : LogHome::kEmbeddedWithoutTopic;
}

const char* NextStep(LogHome to) {
  return to == LogHome::kKafka ? "from now on it is served with kafka.brokers set"
                               : "from now on it is served without kafka.brokers";
}

absl::Status Migrate(Context& context, const Args& args) {
  RUFAA_ASSIGN_OR_RETURN(const LogHome to, HomeOf(args));
  RUFAA_ASSIGN_OR_RETURN(const hub::HubOptions hub, HubOptionsOf(context.settings()));
  if (hub.counties.size() != 1) return UsageError("--county: one log is moved at a time");
  if (to != LogHome::kEmbeddedWithoutTopic && !hub.kafka.has_value()) {
    return UsageError("--kafka-brokers: which brokers have, or get, the topic?");
  }
  MoveProgress progress(context);
  RUFAA_ASSIGN_OR_RETURN(const Moved moved, hub::MoveLog({.data_dir = hub.data_dir,
                                                          .county = hub.counties.front(),
                                                          .key_dir = hub.key_dir,
                                                          .session_limits = {},
                                                          .kafka = hub.kafka},
                                                         to, progress.Shown()));
  progress.Finish();
  context.printer().ShowTable({.columns = {"state", "county", "position", "root"},
                               .rows = {{{moved.before ? "there already" : "moved", Tone::kGood},
                                         {hub.counties.front()},
                                         {absl::StrCat(moved.position)},
                                         {absl::BytesToHexString(BytesOf(moved.root))}}}});
  if (moved.before && to == LogHome::kKafka) {
    context.printer().Note(absl::StrCat("asked ", hub.kafka->brokers,
                                        ": the topic is the log that this folder is a copy "
                                        "of, and ends at that position"));
  }
  context.printer().Note(NextStep(to));
  return absl::OkStatus();
}

}  // namespace

void AddMigrateVerb(App& app) {
  app.Add({.group = "log",
           .name = "migrate",
           .help =
               "Move a county's log into Kafka or back, while no hub serves it: same positions, "
               "same roots, verified. Cut short, it goes on when asked for again.",
           .flags = {{.name = "to-kafka", .help = "make it the topic's, and this folder a copy"},
                     {.name = "to-embedded", .help = "close the topic, and make it this folder's"},
                     {.name = "without-topic",
                      .help = "the topic is lost for good: go on with what this copy has"}},
           .run = Migrate,
           .settings_prefixes = {"serve.", "kafka."}});
}

}  // namespace rufaa::cli
