// Days as the law and the field count them: in Nairobi (UTC+3, no daylight saving). LocalDay of
// caller.h is the way there.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rufaa {

// When `day` begins there.
inline absl::Time StartOfLocalDay(absl::CivilDay day) {
  return absl::FromCivil(day, absl::FixedTimeZone(3 * 60 * 60));
}

}  // namespace rufaa
