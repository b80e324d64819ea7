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
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventlog/execute/aggregates.h"
#include "eventlog/execute/lanes.h"
#include "eventlog/execute/loader.h"
#include "eventlog/execute/workers.h"

namespace rufaa {

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

// Where a command is decided that waits for nobody.
enum class Decides {
  kHere,   // On the thread that brought it: the quickest, where the vault is at hand.
  kApart,  // On one of the Executor's own: where another process keeps the vault, which may hang.
           // The threads that bring commands are few, and answer every read, too.
};

class Executor {
 public:
  explicit Executor(Aggregates& aggregates, Decides decides = Decides::kHere);

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
  // Decides on this thread, or on one of its own: Decides::kApart, and where the command had to
  // wait or has lost a race; never on one of the log's. Is in its lane when this returns, but
  // within a `done`. Calls `done` once, on any of them. A request applied before is not decided
  // again: its first outcome comes back, also where another process had it applied while it was
  // decided here. Not to be waited for within a `decide` or `done`: what this thread has queued
  // behind them runs only after they return. The Executor must outlive every command in flight.
  void Execute(Command command, Decide decide, Done done);

  // Runs what may wait for the vault as a decision may, and so where one would: before this
  // returns, or Decides::kApart.
  void RunAsDecision(Workers::Work work);

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

  Aggregates& aggregates_;
  const Decides decides_;
  Workers workers_;
  Lanes lanes_;
};

// The changes of the commit at `position`.
absl::StatusOr<std::vector<Change>> ChangesAt(CountyLog& log, uint64_t position);

}  // namespace rufaa
