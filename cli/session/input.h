// What people are asked for. Secrets and personal data come by a file, by standard input or by an
// answer at the terminal, never by the command line: that is in shell histories and process lists.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa::cli {

// Both standard input and standard error are a terminal.
bool CanAsk();

// Standard input is one: whoever types is to be asked for secrets by AskSecret, wherever standard
// error goes.
bool CanType();

// The answer to `question`, without its line end. CANCELLED at the end of input.
absl::StatusOr<std::string> Ask(absl::string_view question);
// The same at the terminal itself, not shown while it is typed.
absl::StatusOr<std::string> AskSecret(absl::string_view question);

// The next line of standard input, without asking; nullopt at its end.
std::optional<std::string> ReadTypedLine();

// The whole of a file, or of standard input for "-". At most 1 MiB.
absl::StatusOr<std::string> ReadInput(const std::string& path);
// The same without the line end at its end: how people write a password into a file.
absl::StatusOr<std::string> ReadInputLine(const std::string& path);

}  // namespace rufaa::cli
