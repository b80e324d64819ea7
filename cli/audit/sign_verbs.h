// `rufaa audit make-key` and `audit sign`, which need no hub: an agency's own witness of the log.
#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddSignVerbs(App& app);

}  // namespace rufaa::cli
