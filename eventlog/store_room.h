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
// What only follows (views) goes on for longer than what takes in: else the last commit that was
// taken in would stand in no view, and nobody be served though everything can be read.
inline constexpr uint64_t kFollowerReserveBytes = kStoreReserveBytes / 2;

// STORE_FULL when less than `reserve` is free where `folder` is; OK when nobody can tell.
absl::Status CheckRoom(rocksdb::Env& env, const std::string& folder,
                       uint64_t reserve = kStoreReserveBytes);

}  // namespace rufaa
