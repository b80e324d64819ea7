#include "domain/indicators/targets.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

namespace rufaa::indicators {

absl::Span<const Target> Targets() {
  static const auto* const targets = new std::vector<Target>{
      // Its day is that of the clocks: the text has none. Elsewhere it says 855, and names other
      // sub-counties.
      {"001", std::string(kChildrenIdentified), absl::CivilDay(2024, 1, 1), 885,
       "programme text: 885 children by 20 CHVs and 10 VCOs, by December 2025"},
      {"001", std::string(kChvsEnrolled), absl::CivilDay(2024, 1, 1), 20,
       "programme text: through 20 CHVs and 10 VCOs"},
      {"001", std::string(kVcosEnrolled), absl::CivilDay(2024, 1, 1), 10,
       "programme text: through 20 CHVs and 10 VCOs"},
      // Caregivers trained and their groups have none: the text says what was reached (over 400;
      // 11), and not what was promised.
      {"001", IndicatorOf("IN_SCHOOL_REACHED"), absl::CivilDay(2024, 1, 1), 10'000,
       "programme text: 10,000 in-school children"},
      {"001", IndicatorOf("OUT_OF_SCHOOL_REACHED"), absl::CivilDay(2024, 1, 1), 1'000,
       "programme text: 1,000 out-of-school children"},
  };
  return *targets;
}

std::string IndicatorOf(absl::string_view activity_kind) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(activity_kind), {{"_", "-"}});
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
