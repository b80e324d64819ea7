// How old a child is, in the bands of code list AGE_BAND: "10-14" is 10 to 14, "18+" is 18 and
// above, "" is not known. A band is of the day on which it was told, and a child grows out of it:
// who matches by age, or shows one, asks for a day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rufaa {

// Nobody lives longer, in years: what makes a child older was mistyped.
inline constexpr uint32_t kOldestAge = 120;

// The band of an age in completed years.
absl::string_view AgeBandOf(int64_t years);

// Of a child of whom `told` was told last, with the year of birth where that was known; without
// it, what was told: nobody knows how long ago that band began. All through a year a child has one
// of two ages, by its birthday; where the year was reckoned from an age, of three, of which the
// oldest is left out. Where these are of two bands it is the younger, until the older is
// certain; but none below what was told.
std::string AgeBandOn(absl::CivilDay day, absl::string_view told,
                      std::optional<uint32_t> birth_year);

// The same with every band that is possible, as one: "10-17", "15+".
std::string AgeBandsOn(absl::CivilDay day, absl::string_view told,
                       std::optional<uint32_t> birth_year);

// Whether it is written as a band, or several as one, are: two ages, or one and all above it.
bool AreBands(absl::string_view text);

// Whether an offer of `age_min` to `age_max` (0: no limit) takes some age of `bands`, of one or of
// several as one; "" is any.
bool TakesSomeOf(absl::string_view bands, uint32_t age_min, uint32_t age_max);

}  // namespace rufaa
