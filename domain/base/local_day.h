// Days as the law and the field count them: in Nairobi (UTC+3, no daylight saving).
#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace rufaa {

inline absl::TimeZone Nairobi() {
  static const absl::TimeZone zone = absl::FixedTimeZone(3 * 60 * 60);
  return zone;
}

// The day on which `time` falls there.
inline absl::CivilDay LocalDay(absl::Time time) { return absl::ToCivilDay(time, Nairobi()); }

// When `day` begins there.
inline absl::Time StartOfLocalDay(absl::CivilDay day) { return absl::FromCivil(day, Nairobi()); }

}  // namespace rufaa
