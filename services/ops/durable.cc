#include "services/ops/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"

namespace rufaa::ops {
namespace {

namespace fs = std::filesystem;

absl::Status Sync(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  return synced ? absl::OkStatus() : absl::ErrnoToStatus(error, absl::StrCat(path, ": can't sync"));
}

}  // namespace

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

absl::Status SyncParentOf(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return Sync(parent.empty() ? "." : parent);
}

}  // namespace rufaa::ops
