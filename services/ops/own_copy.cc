#include "services/ops/own_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa::ops {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlockBytes = size_t{1} << 20;

struct Linked {
  std::vector<std::string> paths;
  uint64_t bytes = 0;
};

absl::StatusOr<Linked> FindLinked(const std::string& folder) {
  std::error_code error;
  Linked linked;
  fs::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != fs::end(walk); walk.increment(error)) {
    const bool file = fs::is_regular_file(walk->symlink_status(error));
    if (error) break;
    if (!file) continue;
    const uintmax_t links = walk->hard_link_count(error);
    if (error) break;
    if (links < 2) continue;
    linked.bytes += walk->file_size(error);
    if (error) break;
    linked.paths.push_back(walk->path().string());
  }
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  return linked;
}

absl::Status NoRoom(const std::string& folder, uint64_t bytes) {
  return Refuse(Reason::STORE_FULL,
                absl::StrCat("The disk has no room for the copy of ", bytes, " bytes in ", folder,
                             ", and for what is to stay free beside it."),
                {{"folder", folder}});
}

// OK when nobody can tell: then copying does.
absl::Status CheckRoom(const std::string& folder, uint64_t bytes, uint64_t reserve) {
  std::error_code error;
  const uint64_t free = fs::space(folder, error).available;
  if (error || (free >= reserve && free - reserve >= bytes)) return absl::OkStatus();
  return NoRoom(folder, bytes);
}

absl::Status NotCopied(const std::string& path, int error) {
  return absl::ErrnoToStatus(error, absl::StrCat(path, ": can't be copied"));
}

absl::Status WriteBlock(int to, absl::string_view block, const std::string& path) {
  while (!block.empty()) {
    const ssize_t written = ::write(to, block.data(), block.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && (errno == ENOSPC || errno == EDQUOT)) return NoRoom(path, block.size());
    if (written < 0) return NotCopied(path, errno);
    block.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

// Byte by byte: a file system that is asked to copy may let both go on sharing what is on the disk.
absl::Status CopyInto(const std::string& from, const std::string& to, std::vector<char>& block) {
  const int source = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  if (source < 0) return NotCopied(from, errno);
  const absl::Cleanup close_source = [source] { ::close(source); };
  struct stat status = {};
  if (::fstat(source, &status) != 0) return NotCopied(from, errno);
  const int copy =
      ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0777);
  if (copy < 0) return NotCopied(to, errno);
  const absl::Cleanup close_copy = [copy] { ::close(copy); };
  for (;;) {
    const ssize_t size = ::read(source, block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return NotCopied(from, errno);
    if (size == 0) return absl::OkStatus();
    RUFAA_RETURN_IF_ERROR(WriteBlock(copy, {block.data(), static_cast<size_t>(size)}, to));
  }
}

}  // namespace

absl::Status CopyLinked(const std::string& folder, uint64_t reserve) {
  RUFAA_ASSIGN_OR_RETURN(const Linked linked, FindLinked(folder));
  if (linked.paths.empty()) return absl::OkStatus();
  RUFAA_RETURN_IF_ERROR(CheckRoom(folder, linked.bytes, reserve));
  std::vector<char> block(kBlockBytes);
  for (const std::string& path : linked.paths) {
    const std::string own = path + ".own";
    RUFAA_RETURN_IF_ERROR(CopyInto(path, own, block));
    std::error_code error;
    fs::rename(own, path, error);
    if (error) return NotCopied(path, error.value());
  }
  return absl::OkStatus();
}

}  // namespace rufaa::ops
