// Cases that wait: each once, by the clock that is due next, so that whoever reads the counters at
// any later time knows how many are overdue by then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "projections/board/states.h"
#include "projections/core/view_txn.h"

namespace rufaa::board {

// Where a case is counted: the clock is that of its stage, or that it is to be brought to court.
struct CaseTurn {
  std::string agency, subcounty;
  casework::Stage stage = casework::Stage::kAbsent;
  bool in_court = false;
  int64_t due_slot = 0;

  bool operator==(const CaseTurn&) const = default;
};
// nullopt: nothing is due.
std::optional<CaseTurn> TurnOf(const CaseState& state);

// Counts it where it stands now, and not where it stood before. Most acts move no clock, and then
// no row.
void MoveTurn(ViewTxn& txn, const std::optional<CaseTurn>& before, const CaseState& state);

}  // namespace rufaa::board
