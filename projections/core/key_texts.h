// Pages of a list whose rows say something by their keys alone: whose cases these are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "projections/core/rows.h"

namespace rufaa {

struct KeyTexts {
  std::vector<std::string> texts;  // In the order of the keys.
  std::string next;                // Pass it as `after`; empty: this is the last page.
};

// The text that follows `prefix` in each key, from `after` on.
absl::StatusOr<KeyTexts> ReadKeyTexts(const ViewSnapshot& view, const std::string& prefix,
                                      size_t limit, absl::string_view after);

}  // namespace rufaa
