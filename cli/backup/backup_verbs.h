// `rufaa backup create|verify|restore`: a county copied, proven, brought back.
#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddBackupVerbs(App& app);  // backup …

}  // namespace rufaa::cli
