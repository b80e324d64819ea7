// Age bands as offers are matched with them.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace rufaa::coordination {

// Whether an offer of `age_min` to `age_max` (0: no limit) takes some age of a band of the code
// list AGE_BAND: "10-14" is 10 to 14, "18+" is 18 and above, "" any.
bool TakesSomeOf(absl::string_view band, uint32_t age_min, uint32_t age_max);

}  // namespace rufaa::coordination
