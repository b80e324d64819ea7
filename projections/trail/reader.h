// Who did what, on whose authority, and what it changed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/county_log.h"
#include "projections/core/rows.h"
#include "projections/trail/trail.h"
#include "projections/trail/trail_keys.h"

namespace rufaa::trail {

struct Row {
  std::string type;
  std::string stream;
  Actor actor;
  std::string authority;
  absl::Time occurred_at;
  absl::Time recorded_at;
  uint64_t caused_by = 0;
};

struct Line {
  uint64_t position = 0;
  uint32_t index = 0;
  Row row;
};

struct Page {
  std::vector<Line> lines;  // Oldest first.
  std::string next;         // Pass it as `after`; empty: this is the last page.
  uint64_t position = 0;
};

struct Query {
  By by = By::kCase;
  std::string id;
  absl::Time from = absl::InfinitePast();  // By the time of recording.
  absl::Time until = absl::InfiniteFuture();
  size_t limit = 100;  // Of lines; a commit is shown whole, be it longer.
  std::string after;
};
// `log` is the one that the view is a fold of.
absl::StatusOr<Page> ReadTrail(const ViewSnapshot& view, CountyLog& log, const Query& query);

// Positions of every commit with an event of the case, up to `until`: what `asof` replays.
absl::StatusOr<std::vector<uint64_t>> PositionsOfCase(const ViewSnapshot& view,
                                                      absl::string_view case_code, uint64_t until);

}  // namespace rufaa::trail
