#include "projections/core/memory_rows.h"

namespace rufaa {

void MemoryRows::Apply(const RowChanges& changes, uint64_t position) {
  for (const RowChange& change : changes) {
    if (change.value) {
      rows_[change.key] = *change.value;
    } else {
      rows_.erase(change.key);
    }
  }
  position_ = position;
}

absl::StatusOr<std::optional<std::string>> MemoryRows::Get(absl::string_view key) const {
  auto row = rows_.find(std::string(key));
  if (row == rows_.end()) return std::nullopt;
  return row->second;
}

absl::Status MemoryRows::Scan(absl::string_view from, absl::string_view until, ShowRow show) const {
  for (auto row = rows_.lower_bound(std::string(from)); row != rows_.end(); ++row) {
    if (!until.empty() && row->first >= until) break;
    if (!show(row->first, row->second)) break;
  }
  return absl::OkStatus();
}

}  // namespace rufaa
