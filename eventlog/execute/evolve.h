// Folding events of the log into the states that decisions load.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <utility>
#include <variant>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/access/person.h"
#include "domain/capacity/capacity.h"
#include "domain/casework/case.h"
#include "domain/coordination/coordination.h"
#include "domain/directory/directory.h"
#include "domain/events.h"
#include "domain/programme/programme.h"
#include "domain/referral/referral.h"
#include "eventlog/county_log.h"

namespace rufaa {

// Folds an event into `state` if it is one of State's own; a stream holds no others.
template <class State>
State EvolveAny(State state, const AnyEvent& event) {
  return std::visit(
      [&](const auto& e) -> State {
        if constexpr (requires(State s) {
                        { Evolve(std::move(s), e) } -> std::same_as<State>;
                      }) {
          return Evolve(std::move(state), e);
        } else {
          return std::move(state);
        }
      },
      event);
}

// Compiled once: a visit of eighty events is much code, and every service loads these.
extern template casework::State EvolveAny(casework::State, const AnyEvent&);
extern template referral::State EvolveAny(referral::State, const AnyEvent&);
extern template capacity::State EvolveAny(capacity::State, const AnyEvent&);
extern template directory::Agency EvolveAny(directory::Agency, const AnyEvent&);
extern template directory::County EvolveAny(directory::County, const AnyEvent&);
extern template access::Person EvolveAny(access::Person, const AnyEvent&);
extern template programme::Activity EvolveAny(programme::Activity, const AnyEvent&);
extern template coordination::SerialCounter EvolveAny(coordination::SerialCounter, const AnyEvent&);
extern template coordination::SerialHolder EvolveAny(coordination::SerialHolder, const AnyEvent&);

// Shows the decoded events of `stream` with version > `after`, of commits up to `position`, oldest
// first.
inline constexpr uint64_t kAnyPosition = std::numeric_limits<uint64_t>::max();
absl::Status ShowEvents(CountyLog& log, absl::string_view stream, uint64_t after, uint64_t position,
                        absl::FunctionRef<void(const AnyEvent& event, uint64_t version)> show);

}  // namespace rufaa
