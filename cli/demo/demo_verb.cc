#include "cli/demo/demo_verb.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/demo/county_plan.h"
#include "cli/demo/demo_county.h"
#include "cli/serve/serve.h"
#include "cli/verbs/move_progress.h"
#include "domain/base/status_macros.h"
#include "services/hub/move_log.h"
#include "services/rpc/stop_signal.h"

namespace rufaa::cli {
namespace {

// What people try first; `rufaa account list` has all the others.
constexpr const char* kShown[] = {"chv.kisauni",
                                  "vco.kisauni",
                                  "officer.kisauni",
                                  "supervisor.kisauni",
                                  "officer.county",
                                  "desk.tumaini",
                                  "desk.amani",
                                  "desk.coast",
                                  "desk.kisauni.hospital",
                                  "police.kisauni",
                                  "court.tononoka",
                                  "desk.linda",
                                  "desk.clear",
                                  "teacher.kisauni",
                                  "helpline",
                                  "committee",
                                  "auditor",
                                  "dpo",
                                  "admin",
                                  "operator"};

Table Accounts(const std::string& password) {
  Table table{.columns = {"login", "role", "agency", "password"}, .rows = {}};
  for (const char* login : kShown) {
    const demo::PlannedPerson& person = demo::DemoPlan().Login(login);
    table.rows.push_back({{person.login},
                          {std::string(Name(person.role))},
                          {demo::DemoPlan().Agency(person.agency).name},
                          {password}});
  }
  return table;
}

absl::StatusOr<demo::SeedOptions> SeedOptionsOf(const Args& args) {
  demo::SeedOptions options;
  options.now = absl::Now();
  if (args.Has("seed") && !absl::SimpleAtoi(args.Get("seed"), &options.seed)) {
    return UsageError("--seed takes a number");
  }
  if (args.Has("cases") && !absl::SimpleAtoi(args.Get("cases"), &options.cases)) {
    return UsageError("--cases takes a number");
  }
  return options;
}

absl::Status MoveIntoKafka(Context& context, const hub::HubOptions& hub) {
  MoveProgress progress(context);
  const absl::Status moved = hub::MoveLog({.data_dir = hub.data_dir,
                                           .county = hub.counties.front(),
                                           .key_dir = hub.key_dir,
                                           .session_limits = {},
                                           .kafka = hub.kafka},
                                          hub::LogHome::kKafka, progress.Shown())
                                 .status();
  if (moved.ok()) progress.Finish();
  return moved;
}

// Ctrl-C is waited for from before the first thread is made, as when serving: the databases'
// threads outlive their databases, and one that can be interrupted would end the hub in the middle.
//
// A county's past has times of its own, so it is made in a log that takes them, and then moved: as
// `rufaa log migrate` does it, at whichever start Kafka is first asked for.
absl::StatusOr<demo::DemoCounty> Prepare(Context& context, const hub::HubOptions& hub,
                                         const demo::DemoOptions& options) {
  const rpc::StopSignal stop;
  Progress progress = context.NewProgress("demo county", static_cast<uint64_t>(options.seed.cases));
  int last = 0;
  RUFAA_ASSIGN_OR_RETURN(demo::DemoCounty county, demo::PrepareDemo(options, [&](int cases) {
                           if (cases != last) {
                             progress.Show(static_cast<uint64_t>(cases), absl::Now());
                           }
                           last = cases;
                           return !stop.stopping();
                         }));
  if (county.made_now) progress.Finish(static_cast<uint64_t>(last), absl::Now());
  if (hub.kafka.has_value()) RUFAA_RETURN_IF_ERROR(MoveIntoKafka(context, hub));
  return county;
}

// What is made up must reach neither the data nor the brokers of a real county that this machine is
// set up for, nor its partners: where it goes is said on the command line.
absl::StatusOr<hub::HubOptions> DemoHubOf(const Settings& settings) {
  const auto said = [&settings](absl::string_view key) {
    return absl::StartsWith(settings.Origin(key), "flag");
  };
  if (!said("serve.data")) {
    return UsageError(
        "--data FOLDER: where is the made-up county to be? Not where a real one is kept, so the "
        "configuration is not asked");
  }
  RUFAA_ASSIGN_OR_RETURN(hub::HubOptions hub, HubOptionsOf(settings));
  hub.counties = {demo::DemoPlan().county};
  if (!said("serve.key_dir")) hub.key_dir.clear();
  if (!said("kafka.brokers")) hub.kafka.reset();
  if (!said("publisher.brokers")) hub.publisher.reset();
  return hub;
}

absl::Status RunDemo(Context& context, const Args& args) {
  RUFAA_ASSIGN_OR_RETURN(const hub::HubOptions hub, DemoHubOf(context.settings()));
  demo::DemoOptions options;
  options.data_dir = hub.data_dir;
  options.key_dir = hub.key_dir;
  RUFAA_ASSIGN_OR_RETURN(options.seed, SeedOptionsOf(args));
  RUFAA_ASSIGN_OR_RETURN(const demo::DemoCounty county, Prepare(context, hub, options));
  if (args.Has("only-make")) {
    context.printer().ShowTable(Accounts(county.password));
    return absl::OkStatus();
  }
  return ServeUntilStopped(context, hub, [&](hub::Hub&, const std::atomic<bool>&) -> absl::Status {
    context.printer().ShowTable(Accounts(county.password));
    return absl::OkStatus();
  });
}

}  // namespace

void AddDemoVerb(App& app) {
  app.Add({.group = "",
           .name = "demo",
           .help = "Serve a made-up county with people, beds and some 300 cases; the first start "
                   "makes it.",
           .arguments = {},
           .flags = {{"seed", "another history: any number", "NUMBER", {}},
                     {"cases", "about how many (300)", "NUMBER", {}},
                     {"only-make", "make it, and do not serve it", "", {}}},
           .run = RunDemo,
           .settings_prefixes = {"serve.", "kafka.", "publisher.", "gateway."}});
}

}  // namespace rufaa::cli
