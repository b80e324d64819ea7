// Which children the programme counts as found: it promised to find victims of commercial sexual
// exploitation (CSEC), and an office registers children in every need.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "domain/casework/intake_events.h"

namespace rufaa::indicators {

// Whether any of them, or its subcategory, was in code list CSEC on `day`.
bool IsCsec(const std::vector<casework::Category>& categories, absl::CivilDay day);

}  // namespace rufaa::indicators
