// Sums of the open cases: of all, of each stage, and of each owner. In a county of some hundred
// cases nearly every count of a stage, an owner and an age is small and so hidden; these are not,
// and are told where nothing that is hidden can be reckoned from them.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "projections/board/reader.h"

namespace rufaa::committee_service {

struct OpenSum {
  std::optional<casework::Stage> stage;  // nullopt: of all stages.
  std::string agency = "";               // Owner; empty: of all.
  std::optional<int64_t> count = 0;      // nullopt: hidden.
};

// First of all, then by stage, then by owner; none where there are no open cases. Of one
// sub-county, or (empty) of the county: to who sees suppressed counts only of this, since those of
// its parts would tell of each other.
std::vector<OpenSum> OpenSums(const board::Board& board, absl::string_view subcounty,
                              bool suppress);

// The stages of which who sees suppressed counts is told the sum, or that of all registered ones:
// by the sum of all, it is.
std::set<casework::Stage> StagesKnown(const board::Board& board);

}  // namespace rufaa::committee_service
