#include "domain/indicators/targets.h"

namespace rufaa::indicators {

absl::Span<const Target> Targets() {
  static const auto* const targets = new std::vector<Target>{
      // Its day is that of the clocks: the text has none. Elsewhere it says 855, and names other
      // sub-counties.
      {"001", std::string(kChildrenIdentified), absl::CivilDay(2024, 1, 1), 885,
       "programme text: 885 children by 20 CHVs and 10 VCOs, by December 2025"},
  };
  return *targets;
}

const Target* FindTarget(absl::Span<const Target> targets, absl::string_view county,
                         absl::string_view indicator, absl::CivilDay day) {
  const Target* found = nullptr;
  for (const Target& one : targets) {
    if (one.county != county || one.indicator != indicator || one.from > day) continue;
    if (found == nullptr || one.from > found->from) found = &one;
  }
  return found;
}

}  // namespace rufaa::indicators
