// Words of the scenario tests: given events, when a command is decided, then these events or this
// refusal. States are only ever made by Evolve over events, as in life.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/base/refusal.h"

namespace rufaa {

// "OK", a refusal's name, or the status' own text when it is a failure: one word to compare with.
inline std::string ReasonOf(const absl::Status& status) {
  if (status.ok()) return "OK";
  const auto refusal = RefusalOf(status);
  return refusal ? std::string(InfoOf(refusal->reason).name) : status.ToString();
}

template <class T>
std::string ReasonOf(const absl::StatusOr<T>& result) {
  return ReasonOf(result.status());
}

template <class State, class Event>
State FoldOf(State state, const std::vector<Event>& events) {
  for (const Event& event : events) state = Evolve(std::move(state), event);
  return state;
}

// The one event of type E among `events`, or nullptr.
template <class E, class Event>
const E* Only(const std::vector<Event>& events) {
  const E* found = nullptr;
  for (const Event& event : events) {
    if (const E* e = std::get_if<E>(&event)) {
      if (found != nullptr) return nullptr;
      found = e;
    }
  }
  return found;
}

}  // namespace rufaa
