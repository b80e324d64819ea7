#include "vault/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace rufaa {

absl::Status WriteAll(int file, absl::string_view bytes, absl::string_view name) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't write ", name));
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (fsync(file) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't sync ", name));
  return absl::OkStatus();
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const std::string folder = parent.empty() ? "." : parent;
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  return synced ? absl::OkStatus()
                : absl::ErrnoToStatus(error, absl::StrCat("can't sync ", folder));
}

}  // namespace rufaa
