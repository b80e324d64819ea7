// Writing files and folders that a power cut must not take back.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rufaa {

// Appends all of `bytes` to the open `file`; durable when it returns OK. After a failure any part
// of them may stand there. `name` is for the words of a failure.
absl::Status WriteAll(int file, absl::string_view bytes, absl::string_view name);

// As WriteAll, for what SyncTree makes durable in the end.
absl::Status WriteUnsynced(int file, absl::string_view bytes, absl::string_view name);

// The bytes of every file below `folder`, and that each is there.
absl::Status SyncTree(const std::string& folder);

// A new name is only there for good once its folder is synced: what was made at `path`, or renamed
// to it or from it.
absl::Status SyncFolderOf(const std::string& path);

}  // namespace rufaa
