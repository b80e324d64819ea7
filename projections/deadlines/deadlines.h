// What falls due, in order, for the ticker that appends the expiry of each: referrals and cases.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "projections/core/view.h"

namespace rufaa::deadlines {

inline constexpr absl::string_view kName = "deadlines";

class DeadlinesView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 3; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

struct Due {
  absl::Time due;
  std::string stream;  // "referral/…" or "case/…".
};

struct DueList {
  std::vector<Due> items;  // Earliest first.
  uint64_t position = 0;
};
// Everything due before or at `now`, at most `limit`.
absl::StatusOr<DueList> ReadDue(const ViewSnapshot& view, absl::Time now, size_t limit);
// The earliest deadline, due or not; InfiniteFuture when there is none: when to look again.
absl::StatusOr<absl::Time> NextDue(const ViewSnapshot& view);

}  // namespace rufaa::deadlines
