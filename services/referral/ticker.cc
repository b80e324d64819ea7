#include "services/referral/ticker.h"

#include <algorithm>
#include <latch>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "domain/coordination/coordination.h"
#include "eventlog/merkle.h"
#include "projections/deadlines/deadlines.h"
#include "services/referral/making.h"

namespace rufaa::referral_service {
namespace {

constexpr size_t kAtOnce = 500;
constexpr size_t kDueMax = 1'000'000;
constexpr absl::string_view kReferralPrefix = "referral/";

Acting TheHub(absl::Time now) {
  return {.person = "system",
          .agency = "hub",
          .desk = {},
          .role = Role::kSystem,
          .agency_kind = "HUB",
          .now = now,
          .occurred_at = now};
}

// What is done when it falls due: undecided, it expires, or was asked back and is let go; promised,
// it is shown to whoever can act.
referral::Verb ActOn(const referral::State& state, absl::Time now) {
  const std::vector<referral::Verb> verbs = referral::AllowedActions(state, TheHub(now));
  const bool expires =
      std::find(verbs.begin(), verbs.end(), referral::Verb::kExpire) != verbs.end();
  return expires ? referral::Verb::kExpire : referral::Verb::kEscalate;
}

AllChanges DecideDue(Loader& load, const std::string& stream, referral::Verb verb,
                     const Rules& rules, absl::Time now) {
  RUFAA_ASSIGN_OR_RETURN(const referral::State* state, load.Load<referral::State>(stream));
  if (!state->deadline || state->deadline->due > now) return Refuse(Reason::NOT_DUE);
  // It moved since it was looked at: another act is another request.
  if (ActOn(*state, now) != verb) return Refuse(Reason::WRONG_VERSION);
  RUFAA_ASSIGN_OR_RETURN(const coordination::Loop loop, LoadLoop(load, *state));
  const Acting by = TheHub(now);
  if (verb == referral::Verb::kExpire) {
    return coordination::Decide(loop, referral::Command(referral::Expire{by}), rules);
  }
  // To the supervisor of who asked, as silence is: the committee sees no referral that it could act
  // on.
  return coordination::Decide(
      loop, referral::Command(referral::Escalate{.by = by, .reason = state->deadline->rule}),
      rules);
}

// A log may hold what another version of this program made of the same deadline: so the request is
// of the act, too, and not the deadline's alone.
Command CommandFor(const deadlines::Due& due, referral::Verb verb, absl::Time now) {
  const std::string what = absl::StrCat("due\n", due.stream, "\n", absl::ToUnixMicros(due.due),
                                        "\n", referral::Name(verb));
  const std::string digest(BytesOf(Sha256(what)));
  const Acting by = TheHub(now);
  return {.lane = due.stream,
          .caller = "ticker",
          .request_id = digest.substr(0, 16),
          .digest = digest,
          .actor = {.person = by.person,
                    .agency = by.agency,
                    .desk = by.desk,
                    .role = std::string(Name(by.role))},
          .authority = {},
          .occurred_at = now,
          .correlation = {}};
}

// Of a refusal that means "not any more": somebody was quicker.
bool IsMoot(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  return refusal &&
         (refusal->reason == Reason::NOT_DUE || refusal->reason == Reason::ALREADY_DONE ||
          refusal->reason == Reason::NOT_ALLOWED_IN_STATE ||
          refusal->reason == Reason::WRONG_VERSION);
}

}  // namespace

absl::Status Expirer::Offer(const std::vector<deadlines::Due>& batch, absl::Time now,
                            int& written) {
  std::latch answered(static_cast<std::ptrdiff_t>(batch.size()));
  std::mutex mutex;
  absl::Status problem;
  const auto hear = [&](const deadlines::Due& due, const absl::StatusOr<Outcome>& outcome) {
    {
      const std::lock_guard lock(mutex);
      if (outcome.ok() && !outcome->receipt.repeated) ++written;
      const absl::optional<Refusal> refusal = RefusalOf(outcome.status());
      const bool told = refusal && refusal->reason == Reason::ALREADY_DONE;
      if (outcome.ok() || told) done_.emplace(due.stream, due.due);
      if (!outcome.ok() && !IsMoot(outcome.status())) problem = outcome.status();
    }
    answered.count_down();
  };
  for (const deadlines::Due& due : batch) {
    const absl::StatusOr<Folded<referral::State>> seen =
        county_.executor.aggregates().Load<referral::State>(due.stream);
    if (!seen.ok()) {
      hear(due, seen.status());
      continue;
    }
    const referral::Verb verb = ActOn(*seen->state, now);
    county_.executor.Execute(
        CommandFor(due, verb, now),
        [this, stream = due.stream, verb, now](Loader& load) {
          return DecideDue(load, stream, verb, county_.rules, now);
        },
        [&hear, due](absl::StatusOr<Outcome> outcome) { hear(due, outcome); });
  }
  answered.wait();
  return problem;
}

absl::StatusOr<int> Expirer::ExpireDue(absl::Time now) {
  const absl::StatusOr<std::unique_ptr<ViewSnapshot>> view =
      county_.views.Snapshot(deadlines::kName);
  // At a start there is nothing wrong with it: what is due is seen once the view is made.
  const absl::optional<Refusal> refusal = RefusalOf(view.status());
  if (refusal && refusal->reason == Reason::NOT_CAUGHT_UP) return 0;
  RUFAA_RETURN_IF_ERROR(view.status());
  RUFAA_ASSIGN_OR_RETURN(const deadlines::DueList list, deadlines::ReadDue(**view, now, kDueMax));
  std::set<std::pair<std::string, absl::Time>> listed;
  std::vector<deadlines::Due> batch;
  int written = 0;
  for (const deadlines::Due& due : list.items) {
    // Cases overdue are shown as such; nothing expires by itself there.
    if (!absl::StartsWith(due.stream, kReferralPrefix)) continue;
    if (done_.contains(*listed.emplace(due.stream, due.due).first)) continue;
    batch.push_back(due);
    if (batch.size() < kAtOnce) continue;
    RUFAA_RETURN_IF_ERROR(Offer(batch, now, written));
    batch.clear();
  }
  RUFAA_RETURN_IF_ERROR(Offer(batch, now, written));
  // Of what is no longer due there is nothing to remember.
  std::erase_if(done_, [&](const auto& done) { return !listed.contains(done); });
  return written;
}

Ticker::Ticker(const rpc::CountyRuntime& county, Clock& clock, rpc::Log& log, absl::Duration every)
    : expirer_(county),
      clock_(clock),
      trouble_(log, "expiry of referrals", county.id),
      every_(every),
      thread_([this] { Run(); }) {}

Ticker::~Ticker() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Ticker::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    // What could not be written now is still due at the next look.
    trouble_.Tell(expirer_.ExpireDue(clock_.Now()).status());
    lock.lock();
    wake_.wait_for(lock, absl::ToChronoMilliseconds(every_), [this] { return stop_; });
  }
}

}  // namespace rufaa::referral_service
