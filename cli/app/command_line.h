// The words of a command line, matched to a verb. The parser behind it is slow to compile, so only
// command_line.cc sees it.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "cli/app/app.h"
#include "cli/app/verb.h"
#include "cli/config/settings.h"

namespace rufaa::cli {

struct CommandLine {
  const Verb* verb = nullptr;  // Null: help or version was asked for and has been printed.
  Args args = {};
  Settings::Flags settings = {};
  std::string config_file = {};
};

// INVALID_ARGUMENT tells what was not understood, and the nearest thing that would have been.
absl::StatusOr<CommandLine> ParseCommandLine(const App& app, int argc, char** argv,
                                             std::ostream& out);

// "0.1.0"
absl::string_view Version();

}  // namespace rufaa::cli
