// Where rows come from: what a fold reads through (RowSource) and what a reader reads
// (ViewSnapshot). RocksDB stands behind them in the runner, a map in `audit asof` and in tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace rufaa {

class RowSource {
 public:
  virtual ~RowSource() = default;
  // nullopt: no such row. An error is a failing disk, never an absent row.
  virtual absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const = 0;

  // Shows rows with from <= key < until (empty: to the end) in key order until `show` returns
  // false. Key and value are valid only during the call.
  using ShowRow = absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>;
  virtual absl::Status Scan(absl::string_view from, absl::string_view until,
                            ShowRow show) const = 0;
};

// One view, all of it as of one position. Thread-compatible; cheap to make, so make one per
// request and let it go.
class ViewSnapshot : public RowSource {
 public:
  // Rows are exactly the fold of commits 1…position().
  virtual uint64_t position() const = 0;
};

// What a batch of folds changed. `value` nullopt: the row is gone.
struct RowChange {
  std::string key;
  std::optional<std::string> value;
};
using RowChanges = std::vector<RowChange>;

// SHA-256 over every row in key order: equal digests are equal views.
absl::StatusOr<std::string> Digest(const ViewSnapshot& snapshot);

}  // namespace rufaa
