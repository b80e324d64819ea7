// The beds (or places) of one service offer. Held for a referral on its way, occupied once the
// child came, vacated when the referral ends. Never over-held: a hold without a free bed is
// refused.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/capacity/capacity_commands.h"
#include "domain/capacity/capacity_events.h"

namespace rufaa::capacity {

struct State {
  bool open = false;
  std::string offer;
  std::string agency;
  uint32_t total = 0;
  uint32_t used = 0;  // Children there, those who came without the hub included.
  std::string unit;
  std::string sex;
  uint32_t age_min = 0;
  uint32_t age_max = 0;
  std::set<std::string> held;      // By referral.
  std::set<std::string> occupied;  // By referral; counted in `used`.
  absl::Time counted_at;

  // None when the centre is over-full.
  uint32_t Free() const {
    const uint64_t taken = uint64_t{used} + held.size();
    return taken >= total ? 0 : total - static_cast<uint32_t>(taken);
  }
  bool operator==(const State&) const = default;
};

State Evolve(State state, const Event& event);

using Decision = absl::StatusOr<std::vector<Event>>;

Decision Decide(const State& state, const Open& command);
Decision Decide(const State& state, const Count& command);
Decision Decide(const State& state, const Hold& command);  // NO_BED_FREE
// The three below are no-ops (no events) when the referral holds, or occupies, nothing: an end of a
// referral must never fail for want of a bed.
Decision Decide(const State& state, const Release& command);
Decision Decide(const State& state, const Occupy& command);
Decision Decide(const State& state, const Vacate& command);

inline Decision Decide(const State& state, const Command& command) {
  return std::visit([&](const auto& c) { return Decide(state, c); }, command);
}

}  // namespace rufaa::capacity
