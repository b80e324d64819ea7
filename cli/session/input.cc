#include "cli/session/input.h"

#include <termios.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/app/exit_code.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

constexpr size_t kMaxInputBytes = size_t{1} << 20;

absl::StatusOr<std::string> ReadAll(std::istream& in, const std::string& name) {
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (text.size() > kMaxInputBytes) return UsageError(absl::StrCat(name, " is larger than 1 MiB"));
  return text;
}

}  // namespace

bool CanAsk() { return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1; }

absl::StatusOr<std::string> Ask(absl::string_view question) {
  std::cerr << question << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) {
    std::cerr << "\n";
    return absl::CancelledError("no answer");
  }
  return answer;
}

absl::StatusOr<std::string> AskSecret(absl::string_view question) {
  termios shown;
  if (tcgetattr(STDIN_FILENO, &shown) != 0) return Ask(question);
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  // TCSAFLUSH drops what was typed before the question: it was typed in view.
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  absl::Cleanup restore = [&shown] {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    std::cerr << "\n";
  };
  return Ask(question);
}

absl::StatusOr<std::string> ReadInput(const std::string& path) {
  if (path == "-") return ReadAll(std::cin, "standard input");
  std::ifstream in(path, std::ios::binary);
  if (!in) return UsageError(absl::StrCat(path, " can't be read: ", std::strerror(errno)));
  return ReadAll(in, path);
}

absl::StatusOr<std::string> ReadInputLine(const std::string& path) {
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadInput(path));
  absl::string_view line(text);
  absl::ConsumeSuffix(&line, "\n");
  absl::ConsumeSuffix(&line, "\r");
  return std::string(line);
}

}  // namespace rufaa::cli
