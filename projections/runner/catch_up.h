// Folding a long stretch of the log as fast as the machine can: one thread reads and decodes, one
// thread per view folds and writes, big batches, loose writes.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "eventlog/county_log.h"
#include "projections/runner/view_folder.h"

namespace rufaa {

struct CatchUpOptions {
  // A view's changes are written when they are about this big; bounds memory.
  size_t batch_bytes = size_t{16} << 20;
  size_t commits_per_hand_over = 512;
};

// Folds every commit up to position `until` into every folder, and makes the rows durable. Ends
// early, without error, once `stop` is true. After an error the folders are as their tables are.
absl::Status CatchUp(CountyLog& log, ViewStore& store, const std::vector<ViewFolder*>& folders,
                     uint64_t until, const CatchUpOptions& options, const std::atomic<bool>& stop);

}  // namespace rufaa
