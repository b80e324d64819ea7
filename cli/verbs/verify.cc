// `rufaa log verify`: of a hub that runs, by asking it; of a folder, by reading it, which takes
// nobody's word.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/verbs/verbs.h"
#include "domain/base/status_macros.h"
#include "eventlog/verify_log.h"
#include "rufaa/log/v1/log_service.pb.h"
#include "services/hub/open_county.h"

namespace rufaa::cli {
namespace {

struct Found {
  uint64_t commits = 0;
  uint64_t first_bad = 0;  // 0: none.
  std::string problem;
  std::string root;
};

// 0: to the head.
absl::StatusOr<uint64_t> ToPosition(const Args& args) {
  uint64_t to = 0;
  if (args.Has("to-position") && (!absl::SimpleAtoi(args.Get("to-position"), &to) || to == 0)) {
    return UsageError("--to-position takes a number, from 1 on");
  }
  return to;
}

absl::StatusOr<Found> AskHub(Context& context, uint64_t to) {
  log::v1::VerifyLogRequest request;
  request.set_to_position(to);
  log::v1::VerifyLogResponse reply;
  RUFAA_RETURN_IF_ERROR(context.Call("log.VerifyLog", request, reply));
  return Found{.commits = reply.commits(),
               .first_bad = reply.whole() ? 0 : reply.first_bad_position(),
               .problem = reply.problem(),
               .root = reply.root()};
}

absl::StatusOr<Found> ReadFolder(Context& context, const std::string& data, bool reads,
                                 uint64_t to) {
  const std::vector<std::string> served = context.settings().List("serve.counties");
  std::string county = context.settings().Text("county");
  if (county.empty() && served.size() != 1) return UsageError("--county: whose log?");
  if (county.empty()) county = served[0];
  const hub::CountyPaths paths(
      {.data_dir = data, .county = county, .key_dir = {}, .session_limits = {}});
  Progress progress = context.NewProgress("verifying", 0);
  VerifyOptions options;
  if (to > 0) options.to_position = to;
  options.progress = [&](uint64_t position) { progress.Show(position, absl::Now()); };
  RUFAA_ASSIGN_OR_RETURN(const VerifyReport report,
                         VerifyLog(reads ? paths.reads : paths.log, options));
  progress.Finish(report.commits, absl::Now());
  if (report.ok() && report.commits < to) {
    return UsageError(
        absl::StrCat("--to-position ", to, " is beyond the end, which is ", report.commits));
  }
  return Found{.commits = report.commits,
               .first_bad = report.first_bad.value_or(0),
               .problem = report.reason,
               .root = std::string(BytesOf(report.root))};
}

absl::Status Verify(Context& context, const Args& args) {
  const bool reads = args.Has("reads");
  if (reads && !args.Has("data")) return UsageError("--reads needs --data: the book is a folder's");
  RUFAA_ASSIGN_OR_RETURN(const uint64_t to, ToPosition(args));
  RUFAA_ASSIGN_OR_RETURN(const Found found, args.Has("data")
                                                ? ReadFolder(context, args.Get("data"), reads, to)
                                                : AskHub(context, to));
  const bool whole = found.problem.empty() && found.first_bad == 0;
  context.printer().ShowTable(
      {.columns = {"whole", "commits", "first_bad_position", "problem", "root"},
       .rows = {{{whole ? "yes" : "no", whole ? Tone::kGood : Tone::kWarning},
                 {absl::StrCat(found.commits)},
                 {whole ? "" : absl::StrCat(found.first_bad)},
                 {found.problem},
                 {absl::BytesToHexString(found.root)}}}});
  if (whole) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(reads ? "the access book" : "the log",
                                          " does not hold from position ", found.first_bad,
                                          " on: ", found.problem));
}

}  // namespace

void AddVerifyVerb(App& app) {
  app.Add(
      {.group = "log",
       .name = "verify",
       .help = "Read every record and recompute the tree; exit code 8 if it does not hold.",
       .flags = {{.name = "to-position", .help = "how far; else to the head", .value = "NUMBER"},
                 {.name = "data",
                  .help = "read this data directory, rather than ask a hub",
                  .value = "FOLDER"},
                 {.name = "reads", .help = "its access book, rather than its county log"}},
       .run = Verify});
}

}  // namespace rufaa::cli
