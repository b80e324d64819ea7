#include "cli/app/app.h"

#include <cstdlib>
#include <iostream>
#include <optional>

#include "cli/app/command_line.h"
#include "cli/app/context.h"
#include "cli/app/exit_code.h"
#include "domain/base/check.h"

namespace rufaa::cli {
namespace {

std::optional<std::string> FromEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

int Fail(const absl::Status& status) {
  ExplainFailure(status, std::cerr);
  return static_cast<int>(ExitCodeOf(status));
}

}  // namespace

void App::AddGroup(std::string name, std::string help) {
  groups_.push_back({std::move(name), std::move(help)});
}

void App::Add(Verb verb) {
  RUFAA_CHECK(Find(verb.group, verb.name) == nullptr);
  verbs_.push_back(std::move(verb));
}

const Verb* App::Find(absl::string_view group, absl::string_view name) const {
  for (const Verb& verb : verbs_) {
    if (verb.group == group && verb.name == name) return &verb;
  }
  return nullptr;
}

int App::Run(int argc, char** argv) const {
  const absl::StatusOr<CommandLine> line = ParseCommandLine(*this, argc, argv, std::cout);
  if (!line.ok()) return Fail(line.status());
  if (line->verb == nullptr) return static_cast<int>(ExitCode::kOk);
  absl::StatusOr<Settings> settings =
      Settings::Load(line->config_file, line->settings, FromEnvironment);
  if (!settings.ok()) return Fail(settings.status());
  Context context(*this, *std::move(settings));
  const absl::Status status = line->verb->run(context, line->args);
  std::cout.flush();
  if (!status.ok()) return Fail(status);
  // A full disk behind `> file` must not look like success.
  if (!std::cout) return Fail(absl::UnknownError("standard output could not be written"));
  return static_cast<int>(ExitCode::kOk);
}

}  // namespace rufaa::cli
