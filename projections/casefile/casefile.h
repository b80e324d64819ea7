// The case file: for each agency that may know of a case, a head (how it stands) and a timeline
// (what happened, with both clocks). Rows are written under the agency's own prefix and hold only
// what its relation to the case permits (visibility.h): identity opens to a recipient when it
// accepts, and the sealed fields are taken out of its rows when the referral ends.
#pragma once

#include <cstdint>

#include "projections/casefile/casefile_rows.h"
#include "projections/core/view.h"

namespace rufaa::casefile {

inline constexpr absl::string_view kName = "casefile";

class CaseFileView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 13; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

}  // namespace rufaa::casefile
