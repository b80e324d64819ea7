// Files of a folder with their hashes: how a copy proves that it is what was written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace rufaa::ops {

struct FileEntry {
  std::string path;  // Below the folder.
  uint64_t bytes = 0;
  std::string sha256;  // Hex.

  bool operator==(const FileEntry&) const = default;
};

// Why `path` could not be opened, by what the system says of it (errno): NOT_FOUND where there is
// no such thing, INVALID_ARGUMENT where it is not this account's to read, else DATA_LOSS.
absl::Status CanNotRead(const std::string& path, int error);

// Every file below `folder`, by path; `except` aside, and what a database only says to itself (LOG,
// LOCK), which may change without anything being changed. Else as CanNotRead says.
absl::StatusOr<std::vector<FileEntry>> ListFiles(const std::string& folder,
                                                 const std::string& except);

// DATA_LOSS naming the first file that is missing, more, or other than listed.
absl::Status CheckFiles(const std::string& folder, const std::vector<FileEntry>& listed,
                        const std::string& except);

}  // namespace rufaa::ops
