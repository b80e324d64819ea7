// How a hub watches over itself: whether it serves, and what has gone wrong.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "eventlog/clock.h"
#include "services/hub/hub.h"
#include "services/hub/view_served.h"
#include "services/rpc/status.h"

namespace rufaa::hub {
namespace {

constexpr absl::Duration kWatchEvery = absl::Milliseconds(200);

// Something that a county keeps in this process, which stops for good when a write of it fails.
struct Kept {
  absl::string_view what;
  absl::Status health;
  bool mended_by_start = true;
};

// A copy of a topic that its own disk has failed goes on when started again. What else a log on
// Kafka stops for (STORE_DAMAGED, STORE_NEWER, closed) is so at every start: a topic that was cut
// stays cut. Brokers that are away stop no log.
std::vector<Kept> KeptIn(OpenCounty& county, bool on_kafka) {
  std::vector<Kept> kept = {{"log", county.log().Health()}};
  const absl::Status& log = kept.front().health;
  kept.front().mended_by_start = !on_kafka || absl::IsUnavailable(log) || absl::IsInternal(log);
  if (county.keeps_keys()) {
    kept.push_back({"access book", county.reads().Health()});
    kept.push_back({"key store", county.vault().Health()});
  }
  if (county.keeps_accounts()) {
    kept.push_back({"account store", county.access().store().Health()});
  }
  kept.push_back({"view store", county.views().Health()});
  return kept;
}

}  // namespace

void AskThisProcessToStop() { ::kill(::getpid(), SIGTERM); }

std::vector<Hub::Problem> Hub::Problems() {
  std::vector<Problem> problems;
  const auto note = [&problems](std::string what, const absl::Status& health) {
    if (health.ok()) return;
    problems.push_back(
        {std::move(what), absl::StrCat(rpc::ReasonName(health), ": ", health.message())});
  };
  for (const auto& [id, county] : counties_) {
    for (const Kept& kept : KeptIn(*county, options_.kafka.has_value())) {
      note(absl::StrCat("the ", kept.what, " of ", id, " has stopped"), kept.health);
    }
    if (county->log().AheadOf(clock_.Now()) > kClocksApartMax) {
      problems.push_back({absl::StrCat("the clock is behind the log of ", id),
                          "the last commit's time is more than an hour from now, and all that "
                          "follows bears it until then: `rufaa doctor` says what to do",
                          /*serves=*/true});
    }
    std::map<std::string, std::vector<std::string>> failed;  // What all of them fail of is one.
    for (const ViewStatus& view : county->views().Status()) {
      if (view.problem.empty()) continue;
      if (view.state == ViewState::kFailed) {
        failed[view.problem].push_back(view.view);
      } else {
        problems.push_back({absl::StrCat("view ", view.view, " of ", id, " is not built anew"),
                            view.problem, /*serves=*/true});
      }
    }
    for (const auto& [why, views] : failed) {
      problems.push_back({absl::StrCat(views.size() == 1 ? "view " : "views ",
                                       absl::StrJoin(views, ", "), " of ", id, " failed"),
                          why});
    }
  }
  return problems;
}

std::string Hub::WhyNotServing() {
  // Until then nothing else may be looked at: it is being made.
  if (const std::string what = starting_.What(); !what.empty()) return what;
  for (const Problem& problem : Problems()) {
    if (!problem.serves) return absl::StrCat(problem.what, ": ", problem.why);
  }
  for (const auto& [id, county] : counties_) {
    for (const ViewStatus& view : county->views().Status()) {
      const std::string why = WhyNotServed(view, county->opened_at());
      if (!why.empty()) return absl::StrCat("view ", view.view, " of ", id, " is ", why);
    }
  }
  const std::lock_guard lock(mutex_);
  return stopping_ ? "stopping" : "";
}

// A line for each change: what is wrong for hours is told once.
void Hub::TellChanges(const std::vector<Problem>& problems) {
  const auto among = [](const std::vector<Problem>& all, const Problem& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const Problem& problem : problems) {
    if (among(told_, problem)) continue;
    log_.Write(rpc::Level::kError, problem.serves ? "failing" : "not serving",
               {{"what", problem.what}, {"why", problem.why}});
  }
  for (const Problem& problem : told_) {
    if (!among(problems, problem)) {
      log_.Write(rpc::Level::kInfo, "no longer", {{"what", problem.what}, {"why", problem.why}});
    }
  }
  told_ = problems;
}

absl::Status Hub::FailureMendedByStart() {
  for (const auto& [id, county] : counties_) {
    for (const Kept& kept : KeptIn(*county, options_.kafka.has_value())) {
      if (kept.mended_by_start) RUFAA_RETURN_IF_ERROR(kept.health);
    }
  }
  return absl::OkStatus();
}

absl::Status Hub::Failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void Hub::Watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    TellChanges(Problems());
    const bool serving = WhyNotServing().empty();
    const absl::Status failure = FailureMendedByStart();
    lock.lock();
    if (serving != serving_ && !stopping_) {
      serving_ = serving;
      server_->SetServing(serving);
      changed_.notify_all();
    }
    if (failure_.ok() && !failure.ok()) {
      failure_ = failure;
      if (options_.on_failure) options_.on_failure();
    }
    changed_.wait_for(lock, absl::ToChronoMilliseconds(kWatchEvery), [this] { return stopping_; });
  }
}

absl::Status Hub::WaitUntilServing(absl::Time deadline) {
  std::unique_lock lock(mutex_);
  if (changed_.wait_until(lock, absl::ToChronoTime(deadline), [this] { return serving_; })) {
    return absl::OkStatus();
  }
  lock.unlock();
  return Refuse(Reason::NOT_CAUGHT_UP, WhyNotServing());
}

}  // namespace rufaa::hub
