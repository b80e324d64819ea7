// Another version of the same fold, as the next release would bring it.
#pragma once

#include <memory>
#include <utility>

#include "projections/core/view.h"

namespace rufaa {

class Bumped : public View {
 public:
  explicit Bumped(std::unique_ptr<View> view) : view_(std::move(view)) {}
  absl::string_view name() const override { return view_->name(); }
  uint32_t version() const override { return view_->version() + 1; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override { view_->Fold(commit, txn); }

 private:
  const std::unique_ptr<View> view_;
};

}  // namespace rufaa
