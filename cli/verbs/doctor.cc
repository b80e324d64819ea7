// `rufaa doctor`: looks at everything that must be right for the hub to be well, from the outside,
// and says of each what to do. Works with the hub running or not.
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/app/command_line.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/message/time_text.h"
#include "cli/verbs/verbs.h"
#include "eventlog/clock.h"
#include "eventlog/log_directory.h"
#include "rufaa/access/v1/access_service.pb.h"
#include "rufaa/log/v1/log_service.pb.h"
#include "rufaa/view/v1/view_service.pb.h"
#include "services/hub/open_county.h"
#include "services/rpc/convert.h"
#include "vault/guarded_file.h"

namespace rufaa::cli {
namespace {

constexpr uint64_t kLagMax = 1000;
constexpr double kFreeShareMin = 0.1;
constexpr uint64_t kFreeBytesMin = uint64_t{1} << 30;
constexpr absl::Duration kConnectWithin = absl::Seconds(2);

enum class State { kOk, kWarning, kProblem };

struct Finding {
  std::string check;
  State state;
  std::string found;
  std::string remedy;  // Empty when all is well.
};

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

Finding CheckDisk(const std::string& folder) {
  struct statvfs disk;
  if (statvfs(folder.c_str(), &disk) != 0) {
    return {"disk", State::kWarning, absl::StrCat(folder, " can't be looked at"),
            "run as the hub's user, on the hub's machine, with its --data"};
  }
  const uint64_t free_bytes = uint64_t{disk.f_bavail} * disk.f_frsize;
  const double share = static_cast<double>(disk.f_bavail) / static_cast<double>(disk.f_blocks);
  const std::string found =
      absl::StrCat(free_bytes >> 20, " MiB free, ", static_cast<int>(share * 100), "%");
  if (free_bytes >= kFreeBytesMin && share >= kFreeShareMin) {
    return {"disk", State::kOk, found, ""};
  }
  return {"disk", free_bytes < kFreeBytesMin / 4 ? State::kProblem : State::kWarning, found,
          "make room: with a full disk the hub refuses every write"};
}

// By the hub's own rule, and for the account whose folder it is: root may look, too.
Finding CheckKeyFile(const std::string& county, const hub::CountyPaths& paths) {
  const std::string check = absl::StrCat("key of ", county);
  struct stat folder;
  const uid_t hub = stat(paths.folder.c_str(), &folder) == 0 ? folder.st_uid : geteuid();
  const absl::StatusOr<GuardedFile> key =
      GuardedFile::Open(paths.key_file, "County key", GuardedFile::Links::kRefused, hub);
  if (key.ok()) return {check, State::kOk, paths.key_file, ""};
  return {check, State::kProblem, std::string(key.status().message()),
          "look as the hub's account; a key must be its own file, or root's, of mode 0600 or 0400, "
          "and one that is lost comes from its own backup, never from a new one"};
}

Finding CheckLogFolder(const std::string& county, const std::string& path) {
  const std::string check = absl::StrCat("log of ", county);
  const absl::StatusOr<LogManifest> manifest =
      LogDirectory::ReadManifest(path, rocksdb::Env::Default());
  if (!manifest.ok()) {
    return {check, State::kProblem, std::string(manifest.status().message()),
            "compare --data and --county with the running hub's"};
  }
  const std::string found =
      absl::StrCat("format ", manifest->format, ", county ", manifest->county);
  if (manifest->county != county) {
    return {check, State::kProblem, found, "the folder is another county's: correct --data"};
  }
  if (manifest->format > kLogDirectoryFormat) {
    return {check, State::kProblem, found, "written by a newer version: install that one"};
  }
  return {check, State::kOk, found, ""};
}

void CheckData(const Settings& settings, std::vector<Finding>& findings) {
  const std::string& folder = settings.Text("serve.data");
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    findings.push_back({"data", State::kWarning, absl::StrCat(folder, " is not on this machine"),
                        "on the hub's machine, give its --data"});
    return;
  }
  findings.push_back(CheckDisk(folder));
  for (const std::string& county : settings.List("serve.counties")) {
    const hub::CountyPaths paths({.data_dir = folder,
                                  .county = county,
                                  .key_dir = settings.Text("serve.key_dir"),
                                  .session_limits = {}});
    findings.push_back(CheckKeyFile(county, paths));
    findings.push_back(CheckLogFolder(county, paths.log));
  }
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

absl::Status Doctor(Context& context, const Args&) {
  std::vector<Finding> findings = {{"version", State::kOk, std::string(Version()), ""},
                                   CheckConfiguration(context.settings()),
                                   CheckClock()};
  CheckData(context.settings(), findings);
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
       .help = "Look at configuration, clock, disk, keys, ports, health and views; say what to do.",
       .run = Doctor,
       .settings_prefixes = {"serve."}});
}

}  // namespace rufaa::cli
