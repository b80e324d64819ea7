// Room that stores leave free. RocksDB must not find the disk full: what it was writing may then
// never be written to again, which not every way out of that state respects.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace rufaa {

// For flushes and compactions, which must go on when nothing else is written any more.
inline constexpr uint64_t kStoreReserveBytes = uint64_t{64} << 20;

// STORE_FULL when less than that is free where `folder` is; OK when nobody can tell.
absl::Status CheckRoom(rocksdb::Env& env, const std::string& folder);

}  // namespace rufaa
