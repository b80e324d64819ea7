#include "projections/runner/view_folder.h"

#include <utility>

#include "domain/base/status_macros.h"

namespace rufaa {

ViewFolder::ViewFolder(const View& view, std::shared_ptr<ViewTable> table, size_t cache_bytes)
    : view_(view),
      table_(std::move(table)),
      cache_bytes_(cache_bytes),
      rows_(*table_),
      txn_(std::make_unique<ViewTxn>(rows_, cache_bytes)),
      position_(table_->position()) {}

void ViewFolder::Fold(const DecodedCommit& commit) {
  if (commit.commit.position <= position_) return;
  view_.Fold(commit, *txn_);
  position_ = commit.commit.position;
}

absl::StatusOr<TableWrite> ViewFolder::TakeWrite() {
  RUFAA_ASSIGN_OR_RETURN(RowChanges changes, txn_->TakeChanges());
  auto shared = std::make_shared<const RowChanges>(std::move(changes));
  rows_.Set(shared);
  return TableWrite{table_.get(), std::move(shared), position_};
}

void ViewFolder::Forget() {
  rows_.Set(nullptr);
  txn_ = std::make_unique<ViewTxn>(rows_, cache_bytes_);
  position_ = table_->position();
}

}  // namespace rufaa
