// `rufaa import linelist|show|revert`: a county's spreadsheet becomes cases.
#pragma once

#include "cli/app/app.h"
#include "cli/import/import_file.h"
#include "cli/output/table.h"

namespace rufaa::cli {

void AddImportVerbs(App& app);  // import …

// Record, column, rule, what is wrong, how to fix it: one row per finding. Never a cell's content.
Table ReportOf(const linelist::Outcome& outcome);

}  // namespace rufaa::cli
