// Making sure that what was copied is still there after a power cut.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace rufaa::ops {

// The bytes of every file below `folder`, and that each is there.
absl::Status SyncTree(const std::string& folder);

// That what was renamed to or from `path`, or made there, stays so.
absl::Status SyncParentOf(const std::string& path);

}  // namespace rufaa::ops
