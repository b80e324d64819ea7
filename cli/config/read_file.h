// Reading what a user names, whole or not at all.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace rufaa::cli {

// All that `path` holds: a file, a pipe. A usage error if it can't be read to its end, is a folder,
// or holds more than `most` bytes.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path, size_t most);

// The same of an open file; `name` is what errors call it.
absl::StatusOr<std::string> ReadWhole(int descriptor, const std::string& name, size_t most);

}  // namespace rufaa::cli
