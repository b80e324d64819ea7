// Shared by the deciders of a referral; nobody else includes it.
#pragma once

#include <utility>
#include <vector>

#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "domain/referral/referral.h"

namespace rufaa::referral {

// May `by` do `verb` now? Says first "not yours", then "not now", then "not you": an outsider never
// learns the stage.
absl::Status CheckVerb(const State& state, const Acting& by, Verb verb);

inline Decision One(Event event) { return std::vector<Event>{std::move(event)}; }

inline absl::Time DueFrom(const Rules& rules, absl::string_view rule, const Acting& by) {
  return rules.clocks.Due(rule, by.occurred_at);
}

}  // namespace rufaa::referral
