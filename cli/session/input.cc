#include "cli/session/input.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/strip.h"
#include "cli/config/read_file.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

constexpr size_t kMaxInputBytes = size_t{1} << 20;

void Show(int terminal, absl::string_view text) {
  if (::write(terminal, text.data(), text.size()) < 0) return;  // Then nobody sees it.
}

// What is typed up to the line's end. CANCELLED at the end of input.
absl::StatusOr<std::string> ReadLine(int terminal) {
  std::string line;
  for (char c = 0; ::read(terminal, &c, 1) == 1;) {
    if (c == '\n') return line;
    line.push_back(c);
  }
  return absl::CancelledError("no answer");
}

}  // namespace

bool CanAsk() { return CanType() && isatty(STDERR_FILENO) == 1; }
bool CanType() { return isatty(STDIN_FILENO) == 1; }

absl::StatusOr<std::string> Ask(absl::string_view question) {
  std::cerr << question << std::flush;
  std::optional<std::string> answer = ReadTypedLine();
  if (answer) return *std::move(answer);
  std::cerr << "\n";
  return absl::CancelledError("no answer");
}

absl::StatusOr<std::string> AskSecret(absl::string_view question) {
  // A session may have none of its own, and still be given one as standard input.
  const int own = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  const absl::Cleanup close = [own] {
    if (own >= 0) ::close(own);
  };
  const int terminal = own >= 0 ? own : STDIN_FILENO;
  termios shown;
  if (::tcgetattr(terminal, &shown) != 0) {
    return absl::FailedPreconditionError("no terminal that can hide what is typed");
  }
  termios hidden = shown;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  // TCSAFLUSH drops what was typed before the question: it was typed in view.
  ::tcsetattr(terminal, TCSAFLUSH, &hidden);
  const absl::Cleanup restore = [&] {
    ::tcsetattr(terminal, TCSAFLUSH, &shown);
    Show(terminal, "\n");
  };
  Show(terminal, question);
  return ReadLine(terminal);
}

std::optional<std::string> ReadTypedLine() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

absl::StatusOr<std::string> ReadInput(const std::string& path) {
  if (path == "-") return ReadWhole(STDIN_FILENO, "standard input", kMaxInputBytes);
  return ReadWholeFile(path, kMaxInputBytes);
}

absl::StatusOr<std::string> ReadInputLine(const std::string& path) {
  RUFAA_ASSIGN_OR_RETURN(const std::string text, ReadInput(path));
  absl::string_view line(text);
  absl::ConsumeSuffix(&line, "\n");
  absl::ConsumeSuffix(&line, "\r");
  return std::string(line);
}

}  // namespace rufaa::cli
