#include "cli/session/input.h"

#include <fcntl.h>
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
