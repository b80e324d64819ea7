// `rufaa doctor`: looks at everything that must be right for the hub to be well, from the outside,
// and says of each what to do. Works with the hub running or not.
#include <sys/timex.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/app/command_line.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/message/time_text.h"
#include "cli/verbs/doctor.h"
#include "cli/verbs/verbs.h"
#include "eventlog/clock.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/log/v1/log_service.pb.h"
#include "rufaa/view/v1/view_service.pb.h"
#include "services/rpc/convert.h"

namespace rufaa::cli {
namespace {

constexpr uint64_t kLagMax = 1000;
constexpr char kServiceFiles[] = "/etc/rufaa/services";  // deploy/README.md
constexpr absl::Duration kConnectWithin = absl::Seconds(2);

using State = Finding::State;

Finding CheckConfiguration(const Settings& settings) {
  return {"configuration", State::kOk, settings.file().empty() ? "defaults" : settings.file(), ""};
}

Finding CheckClock() {
  timex clock = {};
  const bool synchronised = adjtimex(&clock) >= 0 && (clock.status & STA_UNSYNC) == 0;
  if (synchronised) return {"clock", State::kOk, "synchronised", ""};
  return {"clock", State::kWarning, "not synchronised with a time server",
          "install chrony, or systemd-timesyncd: deadlines are reckoned by this clock"};
}

// Whether the hub could be reached: without it nothing further can be asked.
bool CheckHub(Context& context, std::vector<Finding>& findings) {
  const std::string& server = context.settings().Text("server");
  if (const absl::Status usable = context.Reach(); !usable.ok()) {
    findings.push_back(
        {"port", State::kProblem, std::string(usable.message()), "correct --server"});
    return false;
  }
  if (!context.connection().Connects(kConnectWithin)) {
    findings.push_back({"port", State::kProblem, absl::StrCat("nothing answers at ", server),
                        "start the hub (`rufaa serve`), or correct --server"});
    return false;
  }
  findings.push_back({"port", State::kOk, server, ""});
  const absl::StatusOr<uint64_t> health =
      context.connection().CheckHealth(context.settings().Duration("timeout"));
  if (!health.ok()) {
    findings.push_back({"health", State::kProblem, std::string(health.status().message()),
                        "something else listens there, or the hub is of another version"});
    return false;
  }
  findings.push_back(*health == 1
                         ? Finding{"health", State::kOk, "SERVING", ""}
                         : Finding{"health", State::kProblem, "NOT_SERVING",
                                   "wait until its views have caught up; /readyz tells why"});
  return true;
}

bool CheckSession(Context& context, std::vector<Finding>& findings) {
  access::v1::WhoAmIResponse who;
  const absl::Status status = context.Call("access.WhoAmI", access::v1::WhoAmIRequest(), who);
  if (!status.ok()) {
    findings.push_back({"session", State::kWarning, std::string(status.message()),
                        "sign in to have views and lag looked at too: `rufaa login`"});
    return false;
  }
  findings.push_back({"session", State::kOk,
                      absl::StrCat(who.caller().person(), ", ", who.caller().role(), " at ",
                                   who.caller().agency()),
                      ""});
  const bool same = absl::string_view(who.hub_version()) == Version();
  findings.push_back({"hub", same ? State::kOk : State::kWarning,
                      who.hub_version().empty() ? "tells no version" : who.hub_version(),
                      same ? "" : "this command and the hub differ: install the same version"});
  return true;
}

void CheckViews(Context& context, std::vector<Finding>& findings) {
  view::v1::ListViewsResponse views;
  const absl::Status status = context.Call("view.ListViews", view::v1::ListViewsRequest(), views);
  if (absl::IsPermissionDenied(status)) return;  // Not everybody's to see, and not amiss.
  if (!status.ok()) {
    findings.push_back({"views", State::kProblem, std::string(status.message()), ""});
    return;
  }
  uint64_t worst = 0;
  for (const view::v1::View& view : views.views()) worst = std::max(worst, view.lag());
  const std::string found = absl::StrCat(views.views_size(), " views, at most ", worst,
                                         " positions behind ", views.head());
  findings.push_back(worst <= kLagMax
                         ? Finding{"views", State::kOk, found, ""}
                         : Finding{"views", State::kWarning, found,
                                   "`rufaa view status` again in a minute: lag must fall"});
}

// One commit under a clock that was fast gives its time to all that follow, until the clocks have
// come to it: nothing else shows it.
void CheckLogTime(Context& context, std::vector<Finding>& findings) {
  log::v1::GetHeadResponse head;
  const absl::Status status = context.Call("log.GetHead", log::v1::GetHeadRequest(), head);
  if (absl::IsPermissionDenied(status)) return;  // Not everybody's to see, and not amiss.
  if (!status.ok()) {
    findings.push_back({"time of the log", State::kProblem, std::string(status.message()), ""});
    return;
  }
  if (!head.has_record_time()) return;
  const absl::Time recorded_at = rpc::FromProto(head.record_time());
  const absl::Time now = absl::Now();
  const std::string found =
      absl::StrCat("last commit ", ShowTime(recorded_at, context.printer().zone()));
  findings.push_back(
      recorded_at - now <= kClocksApartMax
          ? Finding{"time of the log", State::kOk, found, ""}
          : Finding{"time of the log", State::kWarning,
                    absl::StrCat(found, ", ", ShowDistance(recorded_at, now)),
                    "until then all that is recorded bears that time: set the clock right if it is "
                    "slow, of this machine, the hub's and the brokers'; else see "
                    "deploy/README.md, \"A clock that was wrong\""});
}

// Those that were named; else those of this machine's own services.
std::vector<std::string> ServiceFiles(const Args& args) {
  std::vector<std::string> files = args.All("service-config");
  if (!files.empty()) return files;
  std::error_code error;  // Of a folder that is not there: then there are none.
  for (const auto& entry : std::filesystem::directory_iterator(kServiceFiles, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::Status Doctor(Context& context, const Args& args) {
  std::vector<Finding> findings = {{"version", State::kOk, std::string(Version()), ""},
                                   CheckConfiguration(context.settings()),
                                   CheckClock()};
  CheckData(context.settings(), findings);
  CheckHubProcess(context.settings(), findings);
  CheckPlaces(context.settings(), ServiceFiles(args), findings);
  if (CheckHub(context, findings) && CheckSession(context, findings)) {
    CheckViews(context, findings);
    CheckLogTime(context, findings);
  }
  Table table{.columns = {"check", "state", "found", "what to do"}, .rows = {}};
  int problems = 0;
  for (const Finding& finding : findings) {
    const bool ok = finding.state == State::kOk;
    if (finding.state == State::kProblem) ++problems;
    table.rows.push_back({{finding.check},
                          {ok                                 ? "ok"
                           : finding.state == State::kWarning ? "warning"
                                                              : "problem",
                           ok ? Tone::kGood : Tone::kWarning},
                          {finding.found},
                          {finding.remedy}});
  }
  context.printer().ShowTable(table);
  if (problems == 0) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat(problems, problems == 1 ? " problem" : " problems"));
}

}  // namespace

void AddDoctorVerb(App& app) {
  app.Add(
      {.group = "",
       .name = "doctor",
       .help = "Look at configuration, clock, disk, keys, brokers, certificates, ports, health and "
               "views; say what to do.",
       .flags =
           {{.name = "service-config",
             .help =
                 "file of a service's own process (/etc/rufaa/services/*.toml): ask all whom it "
                 "names, with its certificate",
             .value = "FILE",
             .repeated = true}},
       .run = Doctor,
       .settings_prefixes = {"serve.", "kafka.", "publisher.", "gateway."}});
}

}  // namespace rufaa::cli
