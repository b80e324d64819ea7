// Load, decide, append: the one shell around every decision (docs/architecture.md).
//
// A lost race reloads and decides again, a bounded number of times. Commands of one lane wait for
// each other in memory instead of losing races against each other. No thread ever blocks on the
// log, and none of the log's on a decision. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/base/check.h"
#include "eventlog/execute/aggregates.h"
#include "eventlog/execute/lanes.h"

namespace rufaa {

// What a decision reads. Each stream loaded becomes a condition of the commit.
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

// All of a proposal but its events and conditions, which the decision makes.
struct Command {
  std::string lane;        // The stream it contends on.
  std::string caller;      // The scope of request_id.
  std::string request_id;  // 16 bytes.
  std::string digest;      // 32 bytes.
  Actor actor;
  std::string authority;
  absl::Time occurred_at;
  uint64_t caused_by = 0;
  std::string correlation;
};

struct Outcome {
  Receipt receipt;
  std::vector<Change> changes;  // Of the first commit, when `receipt.repeated`.
};

class Executor {
 public:
  explicit Executor(Aggregates& aggregates) : aggregates_(aggregates) {}

  // Decides nothing more on threads of its own: to be called before the log goes, whose last
  // answers may let a command into its lane.
  void StopWorkers() { workers_.Stop(); }

  // Pure but for what it loads; called again after a lost race. Returns at least one change, each
  // on a stream that it loaded, or a refusal.
  using Decide = std::function<absl::StatusOr<std::vector<Change>>(Loader&)>;
  using Done = std::function<void(absl::StatusOr<Outcome>)>;

  // A refusal counts only against everything that anybody had appended when the command came: where
  // others append too, this log may not have read yet what the caller saw elsewhere.
  //
  // Decides on this thread, or on one of its own where the command had to wait or has lost a race:
  // never on one of the log's. Calls `done` once, on any of them. A request applied before is not
  // decided again: its first outcome comes back, also where another process had it applied while it
  // was decided here. Not to be waited for within a `decide` or `done`:
  // what this thread has queued behind them runs only after they return. The Executor must outlive
  // every command in flight.
  void Execute(Command command, Decide decide, Done done);

  Aggregates& aggregates() { return aggregates_; }

 private:
  struct Attempt;
  struct Seen;
  void Try(std::shared_ptr<Attempt> attempt);
  void TryAgain(std::shared_ptr<Attempt> attempt);
  // Of a request applied before.
  absl::StatusOr<std::optional<Outcome>> FirstOutcome(const Command& command);
  void LookTwice(const std::shared_ptr<Attempt>& attempt, const Seen& seen,
                 const absl::Status& refusal);
  void Refuse(const Attempt& attempt, const absl::Status& refusal);
  void Finish(const Attempt& attempt, absl::StatusOr<Outcome> outcome);

  // As many decisions as may wait for the vault at once, of those that wait for nobody else.
  static constexpr int kWorkers = 4;

  Aggregates& aggregates_;
  Workers workers_{"decide", kWorkers};
  Lanes lanes_{workers_};
};

// The changes of the commit at `position`.
absl::StatusOr<std::vector<Change>> ChangesAt(CountyLog& log, uint64_t position);

}  // namespace rufaa
