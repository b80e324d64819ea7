// Shared by the deciders of a case and its fold; nobody else includes it.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "domain/base/field_checks.h"
#include "domain/base/status_macros.h"
#include "domain/casework/case.h"

namespace rufaa::casework {

// May `by` do `verb` now, guards included? Says first "not yours", then "not now", then "not you":
// an outsider never learns the stage.
absl::Status CheckVerb(const State& state, const Acting& by, Verb verb);

// As CheckVerb for what coordination does on behalf of a referral: its caller has no standing of
// their own in the case, the referral has been checked already.
absl::Status CheckStage(const State& state, Verb verb);

// Whether the case ends without the work that a case is brought to its end by: the child is lost or
// died, or it never was one. Then nobody can visit the child, hear its views or tell it of future
// support, or has a reason to, and none of that may be asked for.
bool EndsUnworked(absl::string_view closure_reason);

// Whether a removed child that is heard in `matter` is presented thereby. Of a matter that was
// vacated, whichever the child is brought for next takes the place.
bool Presents(const State& state, absl::string_view matter);

// UNKNOWN_CODE for what is in no list; IN_FUTURE where what is alleged is said to be still to come;
// MALFORMED as CheckBorn.
absl::Status CheckCategories(const std::vector<Category>& categories,
                             std::optional<uint32_t> birth_year, const Acting& by,
                             const Rules& rules);

// MALFORMED, naming the field, for a day before the child can have been born; where its year of
// birth is not known, before anybody now alive was.
absl::Status CheckBorn(std::optional<uint32_t> birth_year, const Acting& by,
                       absl::string_view field, absl::CivilDay day);

// IN_FUTURE for a year of birth that is still to come, MALFORMED for one longer ago than
// kOldestAge.
absl::Status CheckBirthYear(const std::optional<uint32_t>& year, const Acting& by);

// IN_FUTURE where an assault is said to be still to come; MALFORMED as CheckBorn.
absl::Status CheckExposure(const std::optional<absl::Time>& exposure_at,
                           std::optional<uint32_t> birth_year, const Acting& by);

// The rule by which a case of this risk is to be acted on.
absl::string_view RiskRule(absl::string_view risk);

// What is alleged is trafficking itself, whether or not somebody ticked it.
bool Trafficked(const std::vector<Category>& categories);

// `event`, and the risk-set event where what is known after it forces a risk that was not High.
Decision WithForcedRisk(const State& state, Event event, const Acting& by, const Rules& rules);

inline Decision One(Event event) { return std::vector<Event>{std::move(event)}; }

inline absl::Time DueFrom(const Rules& rules, absl::string_view rule, const Acting& by) {
  return rules.clocks.Due(rule, by.occurred_at);
}

}  // namespace rufaa::casework
