// A page of rows of which not all are wanted, at a cost that is bounded whatever was asked for.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/core/rows.h"

namespace rufaa {

struct KeyRange {
  std::string from, until;  // from <= key < until.
};

struct FilteredScan {
  std::vector<KeyRange> ranges;  // Ascending, none within another.
  std::string after;             // `next` of the page before; empty: the first page.
  size_t limit = 0;
  // Whether a row is listed. An error ends the scan.
  std::function<absl::StatusOr<bool>(absl::string_view key, absl::string_view value)> wanted;
};

struct FilteredPage {
  std::vector<std::pair<std::string, std::string>> rows;  // Key and value.
  std::string next;  // Pass it as `after`; empty: this is the last page.
};

// Most rows that one page looks at, a few milliseconds' worth: then it is short, and has a `next`.
inline constexpr size_t kLookedAtMax = 20'000;

absl::StatusOr<FilteredPage> ReadFiltered(const ViewSnapshot& view, const FilteredScan& scan);

}  // namespace rufaa
