// Opening a store to look at it while somebody else may have it open and write to it.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace rufaa {

// Calls `look`, which opens the store in `path` for reading only, until the store was the same when
// that began and when it ended: what was opened, or why it could not be, is then of one moment.
// UNAVAILABLE when it changes every time. `look` lets go of what an earlier call has opened.
//
// RocksDB reads the manifest, then the tables that it names, then the write-ahead logs that it
// finds. Whoever writes merges tables and retires logs in between: then a table is missing, or what
// had moved from a log into a table, and a sound store looks damaged, or older than it is.
absl::Status LookAtOneMoment(rocksdb::Env& env, const std::string& path,
                             absl::FunctionRef<void()> look);

}  // namespace rufaa
