// A table's rows as they will be once what is being written to it has landed: so that a view can be
// folded on while its last batch is still on its way. Not thread-safe; the writing may go on in
// another thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "projections/core/rows.h"

namespace rufaa {

class RowsUnderWay : public RowSource {
 public:
  // `table` must outlive this.
  explicit RowsUnderWay(const RowSource& table) : table_(table) {}

  // These, in the order of their keys, are on their way; nullptr: nothing is.
  void Set(std::shared_ptr<const RowChanges> changes) { changes_ = std::move(changes); }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override;
  absl::Status Scan(absl::string_view from, absl::string_view until, ShowRow show) const override;

 private:
  const RowSource& table_;
  std::shared_ptr<const RowChanges> changes_;
};

}  // namespace rufaa
