#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddBackupVerbs(App& app);  // backup …

}  // namespace rufaa::cli
