#include "eventlog/execute/executor.h"

#include <algorithm>
#include <utility>

#include "domain/base/check.h"
#include "domain/base/refusal.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

// Within one process the lanes keep races away from the hottest stream; what is left are rare
// meetings on a second stream, so this many lost in a row means something is wrong.
constexpr int kAttemptsMax = 16;

// As many decisions as may wait for the vault at once. Where only those come here that had to wait,
// few; where all do, as many as gRPC has threads at the most.
constexpr int kWorkersHere = 4;
constexpr int kWorkersApart = 16;

// While one stands, its thread answers: it is the log's, or whoever hears the answer may take it
// for that.
class Answering {
 public:
  Answering() { ++depth_; }
  ~Answering() { --depth_; }
  static bool Here() { return depth_ > 0; }

 private:
  static thread_local int depth_;
};
thread_local int Answering::depth_ = 0;

Proposal ToProposal(const Command& command, std::vector<Condition> conditions,
                    const std::vector<Change>& changes) {
  Proposal proposal{.caller = command.caller,
                    .request_id = command.request_id,
                    .digest = command.digest,
                    .conditions = std::move(conditions),
                    .events = {},
                    .actor = command.actor,
                    .authority = command.authority,
                    .occurred_at = command.occurred_at,
                    .caused_by = command.caused_by,
                    .correlation = command.correlation};
  proposal.events.reserve(changes.size());
  for (const Change& change : changes) {
    proposal.events.push_back(EncodeEvent(change.stream, change.event));
  }
  return proposal;
}

}  // namespace

struct Executor::Attempt {
  Command command;
  Decide decide;
  Done done;
  int lost = 0;
  absl::Time came = SteadyNow();
};

// How far the log was shown before a decision looked at it.
struct Executor::Seen {
  absl::Time current_as_of;
  uint64_t head = 0;
};

Executor::Executor(Aggregates& aggregates, Decides decides)
    : aggregates_(aggregates),
      decides_(decides),
      workers_("decide", decides == Decides::kApart ? kWorkersApart : kWorkersHere),
      lanes_(workers_, decides == Decides::kApart) {}

void Executor::RunAsDecision(Workers::Work work) {
  if (decides_ == Decides::kApart) return workers_.Run(std::move(work));
  work();
}

void Executor::Execute(Command command, Decide decide, Done done) {
  auto attempt =
      std::make_shared<Attempt>(Attempt{std::move(command), std::move(decide), std::move(done)});
  auto enter = [this, attempt] {
    lanes_.Enter(attempt->command.lane, [this, attempt] { Try(attempt); });
  };
  // Whoever hears an answer may ask for more, such as an import taken back case by case.
  if (decides_ == Decides::kHere && Answering::Here()) return workers_.Run(enter);
  enter();
}

void Executor::TryAgain(std::shared_ptr<Attempt> attempt) {
  workers_.Run([this, attempt = std::move(attempt)] { Try(attempt); });
}

void Executor::Try(std::shared_ptr<Attempt> attempt) {
  CountyLog& log = aggregates_.log();
  const Command& command = attempt->command;
  absl::StatusOr<std::optional<Outcome>> first = FirstOutcome(command);
  if (!first.ok()) return Finish(*attempt, first.status());
  if (first->has_value()) return Finish(*attempt, **std::move(first));

  // What is decided on is at least of now; of whatever comes while deciding, nobody knows.
  const Seen seen{.current_as_of = log.CurrentAsOf(), .head = log.Head()};
  auto loader = std::make_shared<Loader>(aggregates_);
  absl::StatusOr<std::vector<Change>> decided = attempt->decide(*loader);
  if (!decided.ok()) return LookTwice(attempt, seen, decided.status());
  RUFAA_CHECK(!decided->empty());

  std::vector<Condition> conditions;
  for (const Loader::Slot& slot : loader->slots_) {
    conditions.push_back({slot.stream, slot.version});
  }
  for (const Change& change : *decided) {
    RUFAA_CHECK(std::any_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
      return condition.stream == change.stream;
    }));
  }
  auto changes = std::make_shared<std::vector<Change>>(*std::move(decided));
  log.Append(ToProposal(command, std::move(conditions), *changes),
             [this, attempt, loader, changes](absl::StatusOr<Receipt> receipt) {
               const Answering here;
               if (absl::IsAborted(receipt.status()) && ++attempt->lost < kAttemptsMax) {
                 return TryAgain(attempt);
               }
               if (!receipt.ok()) return Finish(*attempt, receipt.status());
               if (receipt->repeated) {  // Another process sent the same request meanwhile.
                 absl::StatusOr<std::vector<Change>> first =
                     ChangesAt(aggregates_.log(), receipt->position);
                 if (!first.ok()) return Finish(*attempt, first.status());
                 return Finish(*attempt, Outcome{*receipt, *std::move(first)});
               }
               for (const Loader::Slot& slot : loader->slots_) {
                 slot.offer(aggregates_, slot, *changes);
               }
               Finish(*attempt, Outcome{*receipt, std::move(*changes)});
             });
}

absl::StatusOr<std::optional<Outcome>> Executor::FirstOutcome(const Command& command) {
  CountyLog& log = aggregates_.log();
  RUFAA_ASSIGN_OR_RETURN(const std::optional<Receipt> receipt,
                         log.Find(command.caller, command.request_id, command.digest));
  if (!receipt.has_value()) return std::nullopt;
  RUFAA_ASSIGN_OR_RETURN(std::vector<Change> changes, ChangesAt(log, receipt->position));
  return Outcome{*receipt, std::move(changes)};
}

void Executor::LookTwice(const std::shared_ptr<Attempt>& attempt, const Seen& seen,
                         const absl::Status& refusal) {
  if (seen.current_as_of >= attempt->came) return Refuse(*attempt, refusal);
  aggregates_.log().WhenCurrent(
      attempt->came, [this, attempt, refusal, head = seen.head](const absl::Status& current) {
        const Answering here;
        if (!current.ok()) return Finish(*attempt, current);
        if (aggregates_.log().Head() == head) return Refuse(*attempt, refusal);
        // Current as of when the command came, whatever comes after: another refusal is final.
        TryAgain(attempt);
      });
}

// What was refused may rest on what the request itself has done, by another process, since it was
// looked for.
void Executor::Refuse(const Attempt& attempt, const absl::Status& refusal) {
  absl::StatusOr<std::optional<Outcome>> first = FirstOutcome(attempt.command);
  if (!first.ok()) return Finish(attempt, first.status());
  if (first->has_value()) return Finish(attempt, **std::move(first));
  Finish(attempt, refusal);
}

void Executor::Finish(const Attempt& attempt, absl::StatusOr<Outcome> outcome) {
  lanes_.Leave(attempt.command.lane);
  attempt.done(std::move(outcome));  // Who hears it may let go of the Executor.
}

absl::StatusOr<std::vector<Change>> ChangesAt(CountyLog& log, uint64_t position) {
  std::vector<Change> changes;
  absl::Status decoded;
  RUFAA_RETURN_IF_ERROR(log.Read(position - 1, [&](const Commit& commit) {
    for (const NewEvent& event : commit.proposal.events) {
      absl::StatusOr<AnyEvent> known = DecodeEvent(event.type, event.payload);
      if (!known.ok()) {
        decoded = known.status();
        return false;
      }
      changes.push_back({event.stream, *std::move(known)});
    }
    return false;
  }));
  RUFAA_RETURN_IF_ERROR(decoded);
  return changes;
}

}  // namespace rufaa
