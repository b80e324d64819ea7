// The audit trail's index: which events there were of a case, by a person, of an agency. The events
// themselves stand in the log; what changed from what to what is read from there (reader.h).
#pragma once

#include <cstdint>
#include <string>

#include "eventlog/commit.h"
#include "projections/core/view.h"

namespace rufaa::trail {

inline constexpr absl::string_view kName = "trail";

struct Row {
  std::string type;
  std::string stream;
  Actor actor;
  std::string authority;
  absl::Time occurred_at;
  absl::Time recorded_at;
  uint64_t caused_by = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "type", self.type);
    visit(2, "stream", self.stream);
    visit(3, "actor", self.actor);
    visit(4, "authority", self.authority);
    visit(5, "occurred_at", self.occurred_at);
    visit(6, "recorded_at", self.recorded_at);
    visit(7, "caused_by", self.caused_by);
  }
  bool operator==(const Row&) const = default;
};

class TrailView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 1; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

}  // namespace rufaa::trail
