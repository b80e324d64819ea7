#include "projections/core/filtered_scan.h"

#include <algorithm>

#include "domain/base/status_macros.h"

namespace rufaa {

absl::StatusOr<FilteredPage> ReadFiltered(const ViewSnapshot& view, const FilteredScan& scan) {
  FilteredPage page;
  size_t looked_at = 0;
  absl::Status status;
  for (const KeyRange& range : scan.ranges) {
    const std::string& from = std::max(range.from, scan.after);
    if (from >= range.until) continue;
    RUFAA_RETURN_IF_ERROR(
        view.Scan(from, range.until, [&](absl::string_view key, absl::string_view value) {
          if (looked_at++ == kLookedAtMax) {
            page.next = std::string(key);
            return false;
          }
          const absl::StatusOr<bool> wanted = scan.wanted(key, value);
          status = wanted.status();
          if (!wanted.ok() || !*wanted) return wanted.ok();
          // A row beyond the last says that there is a next page.
          if (page.rows.size() == scan.limit) {
            page.next = std::string(key);
            return false;
          }
          page.rows.emplace_back(key, value);
          return true;
        }));
    RUFAA_RETURN_IF_ERROR(status);
    if (!page.next.empty()) break;
  }
  return page;
}

}  // namespace rufaa
