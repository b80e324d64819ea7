// Times as people type and read them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rufaa::cli {

// Takes
//   2026-11-26T09:00:00+03:00     RFC 3339
//   2026-11-26 09:00              in `zone`; with T for the space too
//   2026-11-26                    midnight in `zone`
//   now, +3d, -2h, +30m           reckoned from `now`
//   +14d 09:00                    that day, at that hour in `zone`
absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::TimeZone zone, absl::Time now);

// "2026-11-26 09:00"
std::string ShowTime(absl::Time time, absl::TimeZone zone);
// "in 3 d", "in 5 h", "2 d late"
std::string ShowDistance(absl::Time due, absl::Time now);

}  // namespace rufaa::cli
