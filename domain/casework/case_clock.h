// What keeps a case's clocks while it is folded: what is due of its stage, what before the court
// and what by its risk, and which of these comes first. Of Evolve alone; how long a clock runs is
// in domain/clocks.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/casework/case_state.h"

namespace rufaa::casework {

std::optional<Deadline> By(absl::string_view rule, absl::Time due);

// The stage's clock, or none; the one before the court goes on beside it.
void SetClock(State& state, std::optional<Deadline> deadline);

// Into a stage, and onto its clock.
void MoveTo(State& state, Stage stage, std::optional<Deadline> deadline = std::nullopt);

// The child was presented, or will not be. It is still in danger: in an emergency what is due from
// then on goes by its risk, whose clock nobody was shown while that one ran.
void EndPresentation(State& state);

// Whether the clock of the stage is the risk's own.
bool GoesByRisk(const State& state);

}  // namespace rufaa::casework
