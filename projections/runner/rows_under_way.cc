#include "projections/runner/rows_under_way.h"

#include <algorithm>

namespace rufaa {

namespace {

RowChanges::const_iterator FirstFrom(const RowChanges& changes, absl::string_view key) {
  return std::lower_bound(
      changes.begin(), changes.end(), key,
      [](const RowChange& change, absl::string_view wanted) { return change.key < wanted; });
}

}  // namespace

absl::StatusOr<std::optional<std::string>> RowsUnderWay::Get(absl::string_view key) const {
  if (changes_ != nullptr) {
    const auto change = FirstFrom(*changes_, key);
    if (change != changes_->end() && change->key == key) return change->value;
  }
  return table_.Get(key);
}

absl::Status RowsUnderWay::Scan(absl::string_view from, absl::string_view until,
                                ShowRow show) const {
  if (changes_ == nullptr) return table_.Scan(from, until, show);
  auto next = FirstFrom(*changes_, from);
  const auto end = until.empty() ? changes_->end() : FirstFrom(*changes_, until);
  bool wanted = true;
  // What is on its way stands in the place of the table's row of the same key.
  const auto show_up_to = [&](absl::string_view key) {
    for (; wanted && next != end && next->key < key; ++next) {
      if (next->value) wanted = show(next->key, *next->value);
    }
    return wanted;
  };
  const absl::Status status =
      table_.Scan(from, until, [&](absl::string_view key, absl::string_view value) {
        if (!show_up_to(key)) return false;
        if (next == end || next->key != key) return wanted = show(key, value);
        if (next->value) wanted = show(key, *next->value);
        ++next;
        return wanted;
      });
  for (; status.ok() && wanted && next != end; ++next) {
    if (next->value) wanted = show(next->key, *next->value);
  }
  return status;
}

}  // namespace rufaa
