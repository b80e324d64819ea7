// What a decision reads, and with that what its commit rests on (eventlog/execute/executor.h). Not
// thread-safe: one decision, one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "eventlog/execute/aggregates.h"

namespace rufaa {

// Each stream loaded becomes a condition of the commit.
class Loader {
 public:
  explicit Loader(Aggregates& aggregates) : aggregates_(aggregates) {}

  // The state lives as long as this Loader. A stream that does not exist loads as State{}.
  template <class State>
  absl::StatusOr<const State*> Load(absl::string_view stream) {
    for (const Slot& slot : slots_) {
      if (slot.stream != stream) continue;
      RUFAA_CHECK(*slot.type == typeid(State));
      return static_cast<const State*>(slot.state.get());
    }
    RUFAA_ASSIGN_OR_RETURN(Folded<State> folded, aggregates_.Load<State>(stream));
    const State* state = folded.state.get();
    slots_.push_back({std::string(stream), folded.version, std::move(folded.state), &typeid(State),
                      &OfferAs<State>});
    return state;
  }

  // Of a stream that was loaded: 0 when it does not exist.
  uint64_t VersionOf(absl::string_view stream) const {
    for (const Slot& slot : slots_) {
      if (slot.stream == stream) return slot.version;
    }
    RUFAA_CHECK(false);
    return 0;
  }

 private:
  friend class Executor;

  struct Slot {
    std::string stream;
    uint64_t version;
    std::shared_ptr<const void> state;
    const std::type_info* type;
    // Folds the commit's events of this stream and tells `aggregates`.
    void (*offer)(Aggregates& aggregates, const Slot& slot, const std::vector<Change>& changes);
  };

  template <class State>
  static void OfferAs(Aggregates& aggregates, const Slot& slot,
                      const std::vector<Change>& changes) {
    Folded<State> folded{slot.version, nullptr};
    State state = *static_cast<const State*>(slot.state.get());
    for (const Change& change : changes) {
      if (change.stream != slot.stream) continue;
      state = EvolveAny(std::move(state), change.event);
      ++folded.version;
    }
    if (folded.version == slot.version) return;
    folded.state = std::make_shared<const State>(std::move(state));
    aggregates.Offer(slot.stream, std::move(folded));
  }

  Aggregates& aggregates_;
  std::vector<Slot> slots_;
};

}  // namespace rufaa
