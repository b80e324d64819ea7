// One activity of the county's programme (a life-skills session, a training, a group of caregivers
// formed): stream "programme/<activity>". How many it reached, and nobody by name.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "domain/base/fields.h"

namespace rufaa::programme {

struct ActivityRecorded {
  static constexpr absl::string_view kType = "programme.activity-recorded";
  std::string activity;
  std::string kind;  // Of list ACTIVITY_KIND: what is counted.
  uint32_t count = 0;
  absl::CivilDay on;  // When it took place.
  std::string subcounty;
  std::string agency;       // Which reports it.
  std::string recorded_by;  // "p-…"

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "activity", self.activity);
    visit(2, "kind", self.kind);
    visit(3, "count", self.count);
    visit(4, "on", self.on);
    visit(5, "subcounty", self.subcounty);
    visit(6, "agency", self.agency);
    visit(7, "recorded_by", self.recorded_by);
  }
  bool operator==(const ActivityRecorded&) const = default;
};

// It was entered in error: from now on it counts for nothing.
struct ActivityWithdrawn {
  static constexpr absl::string_view kType = "programme.activity-withdrawn";
  std::string reason;  // Of list ACTIVITY_WITHDRAW_REASON.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "reason", self.reason);
  }
  bool operator==(const ActivityWithdrawn&) const = default;
};

using Event = std::variant<ActivityRecorded, ActivityWithdrawn>;

}  // namespace rufaa::programme
