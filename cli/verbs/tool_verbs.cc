#include <iostream>

#include "absl/strings/str_cat.h"
#include "cli/app/command_line.h"
#include "cli/app/exit_code.h"
#include "cli/completion/completion.h"
#include "cli/verbs/rpc_verb.h"
#include "cli/verbs/verbs.h"

namespace rufaa::cli {
namespace {

absl::Status PrintConfig(Context& context, const Args& args) {
  const Settings& settings = context.settings();
  if (settings.file().empty()) context.printer().Note("no configuration file was found");
  const bool origin = args.Has("origin");
  Table table;
  table.columns = {"key", "value"};
  if (origin) table.columns.push_back("origin");
  for (const SettingInfo& info : AllSettings()) {
    table.rows.push_back({{std::string(info.key)}, {settings.Text(info.key)}});
    if (origin) table.rows.back().push_back({settings.Origin(info.key)});
  }
  context.printer().ShowTable(table);
  return absl::OkStatus();
}

absl::Status PrintCompletion(Context& context, const Args& args) {
  const std::string shell = args.Get("shell");
  if (shell == "bash") {
    context.printer().out() << BashCompletion(context.app());
  } else if (shell == "zsh") {
    context.printer().out() << ZshCompletion(context.app());
  } else if (shell == "fish") {
    context.printer().out() << FishCompletion(context.app());
  } else {
    return UsageError(absl::StrCat("'", shell, "' is not bash, zsh or fish"));
  }
  return absl::OkStatus();
}

absl::Status PrintVersion(Context& context, const Args&) {
  context.printer().out() << "rufaa " << Version() << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddToolVerbs(App& app) {
  app.AddGroup("config", "Settings: flag, then environment, then file, then default.");
  app.Add({.group = "config",
           .name = "print",
           .help = "Every setting and its value.",
           .flags = {{.name = "origin", .help = "and where it comes from"}},
           .run = PrintConfig,
           .settings_prefixes = {"serve.", "gateway."}});
  app.Add({.group = "",
           .name = "completion",
           .help = "A script that completes commands and flags: `source <(rufaa completion bash)`.",
           .arguments = {{"shell", "bash, zsh or fish"}},
           .run = PrintCompletion});
  app.Add({.group = "",
           .name = "version",
           .help = "The version of this program.",
           .run = PrintVersion});
}

}  // namespace rufaa::cli
