// A page of a caseload.
#include <optional>
#include <utility>

#include "domain/base/status_macros.h"
#include "projections/caseload/caseload_keys.h"

namespace rufaa::caseload {

absl::StatusOr<Page> ReadPage(const ViewSnapshot& view, absl::string_view agency, Part part,
                              size_t limit, absl::string_view after) {
  Page page;
  page.position = view.position();
  RUFAA_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, view.Get(CountsKey(agency)));
  if (bytes) {
    RUFAA_ASSIGN_OR_RETURN(const Counts counts, DecodeFields<Counts>(*bytes));
    page.active = counts.active;
    page.closed = counts.closed;
    page.awaiting = counts.awaiting;
  }
  const std::string prefix = RowKey(agency, part).Take();
  std::string last(after);
  absl::Status malformed;
  RUFAA_RETURN_IF_ERROR(view.Scan(
      prefix + last, PrefixEnd(prefix), [&](absl::string_view key, absl::string_view value) {
        if (page.lines.size() == limit) {
          page.next = last + '\0';
          return false;
        }
        last = std::string(key.substr(prefix.size()));
        KeyReader reader(last);
        absl::Time due;
        Line& line = page.lines.emplace_back();
        absl::StatusOr<Row> row = DecodeFields<Row>(value);
        malformed = row.status();
        if (!row.ok() || !reader.Time(due) || !reader.Text(line.case_code)) return false;
        line.row = *std::move(row);
        return true;
      }));
  RUFAA_RETURN_IF_ERROR(malformed);
  return page;
}

}  // namespace rufaa::caseload
