// Until when treatment after an assault can begin, as a case and its referrals tell it.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/clocks/health.h"
#include "services/rpc/convert.h"

namespace rufaa::rpc {

// Also what is past: a page is to say that it is over, and not that nothing is known.
template <class Proto>
void AddTreatBy(const ClockTable& clocks, absl::Time exposure_at, absl::string_view sex,
                Proto& proto) {
  const TreatBy by = TreatByOf(clocks, exposure_at, sex);
  *proto.mutable_pep_start_by_time() = ToProto(by.pep_start);
  if (by.emergency_contraception) {
    *proto.mutable_emergency_contraception_by_time() = ToProto(*by.emergency_contraception);
  }
}

}  // namespace rufaa::rpc
