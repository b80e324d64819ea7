// A view as it was: the same fold, over a map, up to a position.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "eventlog/county_log.h"
#include "projections/core/memory_rows.h"
#include "projections/core/view.h"

namespace rufaa {

// Everything up to `position`. Work grows with the log: for small logs and for tests.
absl::StatusOr<std::unique_ptr<MemoryRows>> Replay(CountyLog& log, const View& view,
                                                   uint64_t position);

// Only the commits at `positions` (ascending): what one case, say, was made of (trail/reader.h
// finds them). The rows are those of the full replay as far as the fold looks at nothing else.
absl::StatusOr<std::unique_ptr<MemoryRows>> ReplayOnly(CountyLog& log, const View& view,
                                                       const std::vector<uint64_t>& positions);

}  // namespace rufaa
