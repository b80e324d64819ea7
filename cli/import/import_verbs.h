// `rufaa import linelist|show|revert`: a county's spreadsheet becomes cases.
#pragma once

#include "cli/app/app.h"

namespace rufaa::cli {

void AddImportVerbs(App& app);  // import …

}  // namespace rufaa::cli
