// Every view there is: what the runner of a county is opened with.
#pragma once

#include <memory>
#include <vector>

#include "projections/core/view.h"

namespace rufaa {

std::vector<std::unique_ptr<View>> AllViews();

}  // namespace rufaa
