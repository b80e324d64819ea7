// What it means that the lock file of a store could not be taken. RocksDB has no status of its own
// for one that is held, and tells it in words.
#pragma once

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace rufaa {

// Of what opening a store, or locking its folder, gave: STORE_IN_USE where this process or another
// has it open. A lock file that can't be opened at all is told as that, and what to do about it.
// OK of anything else: its lock is not what is wrong with it, if anything is.
absl::Status CheckLock(const rocksdb::Status& opened);

}  // namespace rufaa
