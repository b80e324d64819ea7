// A view held in a map: what `audit asof` folds into, and what tests compare RocksDB with.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "projections/core/rows.h"

namespace rufaa {

class MemoryRows : public ViewSnapshot {
 public:
  void Apply(const RowChanges& changes, uint64_t position);

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override;
  uint64_t position() const override { return position_; }
  absl::Status Scan(absl::string_view from, absl::string_view until, ShowRow show) const override;

  const std::map<std::string, std::string>& rows() const { return rows_; }

 private:
  std::map<std::string, std::string> rows_;
  uint64_t position_ = 0;
};

}  // namespace rufaa
