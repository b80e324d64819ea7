// Whether a view is fit to be answered from: what a hub that serves asks of each of its views.
#pragma once

#include <cstdint>
#include <string>

#include "projections/runner/view_runner.h"

namespace rufaa::hub {

// What the view is instead ("40000 behind"); "": it is fit. `opened_at`: the log's last position
// when this process opened it.
std::string WhyNotServed(const ViewStatus& view, uint64_t opened_at);

}  // namespace rufaa::hub
