// Rows that folds write once and do not look up: lines of timelines. They wait here until a batch
// is taken, beside the few that are to go. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "projections/core/rows.h"

namespace rufaa {

class AppendedRows {
 public:
  // The key, `group` and `rest` together, holds no row now.
  void Append(absl::string_view group, absl::string_view rest, std::string value);

  // All rows of a group, by key: those that wait, and those that `source` has. The first call in a
  // batch looks at all that waits.
  absl::StatusOr<std::map<std::string, std::string>> Find(const RowSource& source,
                                                          absl::string_view group);
  void Delete(absl::string_view group, const std::string& key);

  // What is to be written, each key at most once; nothing waits any more.
  RowChanges Take();

 private:
  // Calls show(row) for every row of a group that waits, the latest first.
  template <class Show>
  void ForEachWaiting(absl::string_view group, Show&& show);

  RowChanges waiting_;  // Those deleted again have no value.
  std::vector<uint32_t> group_sizes_;
  // By the hash of a group its last row in `waiting_`, and for each row the one before, both plus
  // one. Made when first asked for, as far as `before_` goes.
  absl::flat_hash_map<size_t, uint32_t> last_of_group_;
  std::vector<uint32_t> before_;
  absl::flat_hash_set<std::string> deleted_;
};

}  // namespace rufaa
