// One view being folded into one table. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "projections/core/view.h"
#include "projections/core/view_txn.h"
#include "projections/runner/rows_under_way.h"
#include "projections/store/view_store.h"

namespace rufaa {

class ViewFolder {
 public:
  // `view` must outlive this.
  ViewFolder(const View& view, std::shared_ptr<ViewTable> table, size_t cache_bytes);
  // What is folded reads through a member.
  ViewFolder(const ViewFolder&) = delete;
  ViewFolder& operator=(const ViewFolder&) = delete;

  const View& view() const { return view_; }
  const std::shared_ptr<ViewTable>& table() const { return table_; }
  // The last commit folded, written or not.
  uint64_t position() const { return position_; }
  size_t pending_bytes() const { return txn_->pending_bytes(); }

  // Commits must come in order; those already folded are passed over.
  void Fold(const DecodedCommit& commit);

  // What is to be written. Folding may go on meanwhile. In the end either Landed() is called, when
  // it was written, or Forget(), when that failed; before the next TakeWrite().
  absl::StatusOr<TableWrite> TakeWrite();
  void Landed() { rows_.Set(nullptr); }
  // Back to what the table holds.
  void Forget();

 private:
  const View& view_;
  const std::shared_ptr<ViewTable> table_;
  const size_t cache_bytes_;
  RowsUnderWay rows_;
  std::unique_ptr<ViewTxn> txn_;
  uint64_t position_;
};

}  // namespace rufaa
