#include "vault/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"

namespace rufaa {
namespace {

namespace fs = std::filesystem;

absl::Status Sync(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  return synced ? absl::OkStatus() : absl::ErrnoToStatus(error, absl::StrCat("can't sync ", path));
}

}  // namespace

absl::Status WriteUnsynced(int file, absl::string_view bytes, absl::string_view name) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't write ", name));
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status WriteAll(int file, absl::string_view bytes, absl::string_view name) {
  RUFAA_RETURN_IF_ERROR(WriteUnsynced(file, bytes, name));
  if (fsync(file) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't sync ", name));
  return absl::OkStatus();
}

absl::Status SyncTree(const std::string& folder) {
  std::error_code error;
  fs::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != fs::end(walk); walk.increment(error)) {
    const fs::file_status status = walk->symlink_status(error);
    if (error) break;
    if (!fs::is_regular_file(status) && !fs::is_directory(status)) continue;
    RUFAA_RETURN_IF_ERROR(Sync(walk->path().string()));
  }
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  return Sync(folder);
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return Sync(parent.empty() ? "." : parent);
}

}  // namespace rufaa
