// `rufaa audit prove`, and `audit verify`, which needs no hub.
#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddProofVerbs(App& app);

}  // namespace rufaa::cli
