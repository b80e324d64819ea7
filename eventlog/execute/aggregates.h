// Folds of streams, as of now: what a decision loads. A State is a value that its namespace's
// `State Evolve(State, const Event&)` makes from the stream's events. A stream is always loaded as
// one State. Thread-safe.
#pragma once

#include <memory>
#include <typeinfo>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "eventlog/county_log.h"
#include "eventlog/execute/evolve.h"
#include "eventlog/execute/fold_cache.h"

namespace rufaa {

template <class State>
struct Folded {
  uint64_t version = 0;  // 0: the stream has no events, `state` is State{}.
  std::shared_ptr<const State> state;
};

class Aggregates {
 public:
  // `log` must outlive this. `capacity`: streams kept folded in memory.
  Aggregates(CountyLog& log, size_t capacity) : log_(log), cache_(capacity) {}

  template <class State>
  absl::StatusOr<Folded<State>> Load(absl::string_view stream);

  // Tells what a commit made of `stream`, sparing the next Load a read.
  template <class State>
  void Offer(absl::string_view stream, Folded<State> folded) {
    cache_.Put(stream, {folded.version, std::move(folded.state), &typeid(State)});
  }

  CountyLog& log() { return log_; }

 private:
  CountyLog& log_;
  FoldCache cache_;
};

template <class State>
absl::StatusOr<Folded<State>> Aggregates::Load(absl::string_view stream) {
  RUFAA_ASSIGN_OR_RETURN(const uint64_t version, log_.Version(stream));
  FoldCache::Entry cached = cache_.Get(stream);
  RUFAA_CHECK(cached.state == nullptr || *cached.type == typeid(State));
  Folded<State> folded{cached.version, std::static_pointer_cast<const State>(cached.state)};
  if (folded.state == nullptr) folded = {0, std::make_shared<const State>()};
  if (folded.version >= version) return folded;

  State state = *folded.state;
  RUFAA_RETURN_IF_ERROR(ShowEvents(log_, stream, folded.version, kAnyPosition,
                                   [&](const AnyEvent& event, uint64_t event_version) {
                                     state = EvolveAny(std::move(state), event);
                                     folded.version = event_version;
                                   }));
  folded.state = std::make_shared<const State>(std::move(state));
  Offer(stream, folded);
  return folded;
}

}  // namespace rufaa
