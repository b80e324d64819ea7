#include "projections/core/appended_rows.h"

#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/status_macros.h"
#include "projections/core/key.h"

namespace rufaa {

void AppendedRows::Append(absl::string_view group, absl::string_view rest, std::string value) {
  std::string key = absl::StrCat(group, rest);
  if (!deleted_.empty()) deleted_.erase(key);
  waiting_.push_back({std::move(key), std::move(value)});
  group_sizes_.push_back(static_cast<uint32_t>(group.size()));
}

template <class Show>
void AppendedRows::ForEachWaiting(absl::string_view group, Show&& show) {
  const absl::Hash<absl::string_view> hash;
  for (size_t i = before_.size(); i < waiting_.size(); ++i) {
    const absl::string_view key = waiting_[i].key;
    uint32_t& last = last_of_group_[hash(key.substr(0, group_sizes_[i]))];
    before_.push_back(last);
    last = static_cast<uint32_t>(i + 1);
  }
  const auto last = last_of_group_.find(hash(group));
  if (last == last_of_group_.end()) return;
  for (uint32_t at = last->second; at != 0; at = before_[at - 1]) {
    if (absl::StartsWith(waiting_[at - 1].key, group)) show(waiting_[at - 1]);
  }
}

absl::StatusOr<std::map<std::string, std::string>> AppendedRows::Find(const RowSource& source,
                                                                      absl::string_view group) {
  std::map<std::string, std::string> rows;
  RUFAA_RETURN_IF_ERROR(
      source.Scan(group, PrefixEnd(group), [&](absl::string_view key, absl::string_view value) {
        if (!deleted_.contains(key)) rows.emplace_hint(rows.end(), key, value);
        return true;
      }));
  // One of the store that was deleted and appended again stands in `rows` as it was.
  ForEachWaiting(group, [&](const RowChange& row) {
    if (row.value) rows.insert_or_assign(row.key, *row.value);
  });
  return rows;
}

void AppendedRows::Delete(absl::string_view group, const std::string& key) {
  ForEachWaiting(group, [&](RowChange& row) {
    if (row.key == key) row.value.reset();
  });
  deleted_.insert(key);
}

RowChanges AppendedRows::Take() {
  // One that was deleted may have been appended again since, under the same key.
  if (!before_.empty()) {
    std::erase_if(waiting_, [](const RowChange& row) { return !row.value; });
  }
  for (const std::string& key : deleted_) waiting_.push_back({key, std::nullopt});
  deleted_.clear();
  group_sizes_.clear();
  last_of_group_.clear();
  before_.clear();
  return std::exchange(waiting_, RowChanges());
}

}  // namespace rufaa
