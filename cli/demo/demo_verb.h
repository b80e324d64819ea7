// `rufaa demo`: a county to try everything in, seeded at its first start, then served.
#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddDemoVerb(App& app);  // demo

}  // namespace rufaa::cli
