// `rufaa board`, for people: the county's counts as tables that fit a terminal.
#pragma once

#include <string>
#include <vector>

#include "cli/app/app.h"
#include "cli/output/table.h"
#include "rufaa/committee/v1/committee_service.pb.h"

namespace rufaa::cli {

struct BoardTable {
  std::string title;
  Table table;
};

// In the board's order; what there is nothing of is left out. Cases stand with a row for a stage of
// an agency and a column for each age.
std::vector<BoardTable> BoardTables(const committee::v1::GetBoardResponse& board);

void AddBoardVerb(App& app);

}  // namespace rufaa::cli
