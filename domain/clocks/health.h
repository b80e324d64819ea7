// Until when treatment after an assault can begin. Nothing expires by it, and a hospital is right
// after it, too; but who is to bring or to treat the child must see the hours that are left.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/base/sealed.h"
#include "domain/clocks/clocks.h"

namespace rufaa {

struct TreatBy {
  absl::Time pep_start;                               // Post-exposure prophylaxis against HIV.
  std::optional<absl::Time> emergency_contraception;  // nullopt: a boy's.

  bool operator==(const TreatBy&) const = default;
};

// `sex`: CPIMS; empty while it is not known.
TreatBy TreatByOf(const ClockTable& clocks, absl::Time exposure_at, absl::string_view sex);

// Each of these tells when it happened, and so by when to treat: that is of what happened, and who
// may know the facts of visits is who treats.
inline constexpr Compartment kTellExposure[] = {Compartment::kNarrative, Compartment::kMedical};

}  // namespace rufaa
