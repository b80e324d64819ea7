// `rufaa log salvage`: what can be kept of a log whose write-ahead log is damaged.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "cli/serve/serve.h"
#include "cli/session/input.h"
#include "cli/verbs/verbs.h"
#include "domain/base/status_macros.h"
#include "services/hub/salvage.h"

namespace rufaa::cli {
namespace {

constexpr char kWarning[] =
    "Commits after the damage are lost for good, acknowledged or not. First copy the data "
    "directory "
    "aside, see what `rufaa log verify --data` says, and whether a backup has more.";

absl::Status Confirm(Context& context, const Args& args, const std::string& county) {
  if (args.Has("yes")) return absl::OkStatus();
  if (!context.MayAsk()) return UsageError(absl::StrCat(kWarning, " --yes confirms it"));
  RUFAA_ASSIGN_OR_RETURN(const std::string answer,
                         Ask(absl::StrCat(kWarning, " Type the county's code again to go on: ")));
  if (answer == county) return absl::OkStatus();
  return absl::CancelledError("not confirmed; nothing was done");
}

absl::Status Salvage(Context& context, const Args& args) {
  RUFAA_ASSIGN_OR_RETURN(const hub::HubOptions hub, HubOptionsOf(context.settings()));
  if (hub.counties.size() != 1) return UsageError("--county: one log is salvaged at a time");
  const std::string& county = hub.counties.front();
  RUFAA_RETURN_IF_ERROR(Confirm(context, args, county));
  RUFAA_ASSIGN_OR_RETURN(
      const hub::Salvaged kept,
      hub::SalvageLog(
          {.data_dir = hub.data_dir, .county = county, .key_dir = {}, .session_limits = {}},
          args.Has("reads")));
  context.printer().ShowTable({.columns = {"state", "county", "position", "root"},
                               .rows = {{{kept.was_whole ? "whole" : "kept", Tone::kGood},
                                         {county},
                                         {absl::StrCat(kept.position)},
                                         {absl::BytesToHexString(BytesOf(kept.root))}}}});
  context.printer().Note(kept.was_whole
                             ? "there was nothing to salvage: the log is whole, and as it was"
                             : "everything after that position is gone; the hub can be started");
  return absl::OkStatus();
}

}  // namespace

void AddSalvageVerb(App& app) {
  app.Add({.group = "log",
           .name = "salvage",
           .help =
               "Open a log whose write-ahead log is damaged with what comes before the damage, "
               "while no hub serves it. What comes after is lost. Where its tables are damaged, "
               "exit code 8: restore a backup.",
           .flags = {{.name = "reads", .help = "its access book, rather than its county log"},
                     {.name = "yes", .help = "do not ask for confirmation"}},
           .run = Salvage,
           .settings_prefixes = {"serve."}});
}

}  // namespace rufaa::cli
