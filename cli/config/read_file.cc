#include "cli/config/read_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "cli/app/exit_code.h"

namespace rufaa::cli {

namespace {

absl::Status Unreadable(const std::string& name) {
  return UsageError(absl::StrCat(name, " can't be read: ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::string> ReadWhole(int descriptor, const std::string& name, size_t most) {
  std::string text;
  char bytes[64 << 10];
  for (;;) {
    const ssize_t size = ::read(descriptor, bytes, sizeof bytes);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Unreadable(name);
    if (size == 0) return text;
    text.append(bytes, static_cast<size_t>(size));
    if (text.size() > most) {
      return UsageError(absl::StrCat(name, " is larger than ", most >> 20, " MiB"));
    }
  }
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path, size_t most) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Unreadable(path);
  const absl::Cleanup close = [descriptor] { ::close(descriptor); };
  return ReadWhole(descriptor, path, most);
}

}  // namespace rufaa::cli
