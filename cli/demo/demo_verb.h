#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddDemoVerb(App& app);  // demo

}  // namespace rufaa::cli
