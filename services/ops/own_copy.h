// Copies that share nothing with what they were made of.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace rufaa::ops {

// A store's checkpoint is made of links to the store's own files, where both are on one disk:
// whatever were done to one, to its bytes or its mode, would be done to both. Gives every linked
// file below `folder` bytes of its own, which SyncTree then makes durable. STORE_FULL, before
// anything is copied, if they would leave less than `reserve` bytes free; or when there is no room
// after all.
absl::Status CopyLinked(const std::string& folder, uint64_t reserve);

}  // namespace rufaa::ops
