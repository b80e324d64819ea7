// One view being folded into one table. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "projections/core/view.h"
#include "projections/core/view_txn.h"
#include "projections/store/view_store.h"

namespace rufaa {

class ViewFolder {
 public:
  // `view` must outlive this.
  ViewFolder(const View& view, std::shared_ptr<ViewTable> table, size_t cache_bytes);

  const View& view() const { return view_; }
  const std::shared_ptr<ViewTable>& table() const { return table_; }
  // The last commit folded, written or not.
  uint64_t position() const { return position_; }
  size_t pending_bytes() const { return txn_->pending_bytes(); }

  // Commits must come in order; those already folded are passed over.
  void Fold(const DecodedCommit& commit);

  // What is to be written. After it, either the write succeeds or Forget() is called.
  absl::StatusOr<TableWrite> TakeWrite();
  // Back to what the table holds: the write failed.
  void Forget();

 private:
  const View& view_;
  const std::shared_ptr<ViewTable> table_;
  const size_t cache_bytes_;
  std::unique_ptr<ViewTxn> txn_;
  uint64_t position_;
};

}  // namespace rufaa
