// The county's clocks from its file: deploy/config/clocks.toml, or one that a county made of it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/clocks/clocks.h"

namespace rufaa::hub {

// INVALID_ARGUMENT naming file, line and key where a key is unknown, a value is not of its kind, or
// the whole is no table that the deciders can use: a clock that is misread would be kept for years.
absl::StatusOr<ClockTable> ParseClocks(const std::string& path, absl::string_view text);
absl::StatusOr<ClockTable> ReadClockFile(const std::string& path);

}  // namespace rufaa::hub
