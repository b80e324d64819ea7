#include "domain/clocks/health.h"

namespace rufaa {

TreatBy TreatByOf(const ClockTable& clocks, absl::Time exposure_at, absl::string_view sex) {
  TreatBy by{clocks.Due(clock::kPep, exposure_at), std::nullopt};
  if (sex != "SMAL")
    by.emergency_contraception = clocks.Due(clock::kEmergencyContraception, exposure_at);
  return by;
}

}  // namespace rufaa
