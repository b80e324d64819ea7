// The audit trail's index: which events there were of a case, by a person, of an agency. The events
// themselves stand in the log; what changed from what to what is read from there (reader.h).
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "projections/core/view.h"

namespace rufaa::trail {

inline constexpr absl::string_view kName = "trail";

class TrailView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 2; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

}  // namespace rufaa::trail
