// What a county has promised to reach: dated configuration, since a programme ends, is prolonged,
// and its own text contradicts itself. Each row says what it rests on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace rufaa::indicators {

inline constexpr absl::string_view kChildrenIdentified = "children-identified";
inline constexpr absl::string_view kChvsEnrolled = "chvs-enrolled";
inline constexpr absl::string_view kVcosEnrolled = "vcos-enrolled";

// Of what activities of a kind (of list ACTIVITY_KIND) reached: "in-school-reached".
std::string IndicatorOf(absl::string_view activity_kind);

struct Target {
  std::string county;     // "001"
  std::string indicator;  // kChildrenIdentified
  absl::CivilDay from;    // First day in force, until the next row of the same indicator there.
  int64_t value = 0;
  std::string source;
};

// Every county's, by county, indicator and day.
absl::Span<const Target> Targets();

// Of `targets`, in any order, the one in force on `day`; nullptr: that county has promised nothing
// of the kind by then.
const Target* FindTarget(absl::Span<const Target> targets, absl::string_view county,
                         absl::string_view indicator, absl::CivilDay day);

}  // namespace rufaa::indicators
