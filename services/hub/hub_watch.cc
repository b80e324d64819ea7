// How a hub watches over itself: whether it serves, and what has gone wrong.
#include <unistd.h>

#include <csignal>

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/hub/hub.h"
#include "services/rpc/status.h"

namespace rufaa::hub {
namespace {

// A view this far behind answers with yesterday's world: better to say that we don't serve. Nor do
// we before all is seen that was there when we started.
constexpr uint64_t kServingLag = 10'000;
constexpr absl::Duration kWatchEvery = absl::Milliseconds(200);

}  // namespace

void AskThisProcessToStop() { ::kill(::getpid(), SIGTERM); }

std::map<std::string, std::string> Hub::Problems() {
  std::map<std::string, std::string> problems;
  const auto note = [&problems](std::string what, const absl::Status& health) {
    if (health.ok()) return;
    problems.emplace(std::move(what),
                     absl::StrCat(rpc::ReasonName(health), ": ", health.message()));
  };
  for (const auto& [id, county] : counties_) {
    note(absl::StrCat("the log of ", id, " has stopped"), county->log().Health());
    if (county->keeps_keys()) {
      note(absl::StrCat("the access book of ", id, " has stopped"), county->reads().Health());
    }
    for (const ViewStatus& view : county->views().Status()) {
      if (view.problem.empty()) continue;
      problems.emplace(absl::StrCat("view ", view.view, " of ", id, " failed"), view.problem);
    }
  }
  return problems;
}

std::string Hub::WhyNotServing() {
  if (const auto problems = Problems(); !problems.empty()) {
    return absl::StrCat(problems.begin()->first, ": ", problems.begin()->second);
  }
  for (const auto& [id, county] : counties_) {
    for (const ViewStatus& view : county->views().Status()) {
      if (view.position < county->opened_at() || view.lag > kServingLag) {
        return absl::StrCat("view ", view.view, " of ", id, " is ", view.lag, " behind");
      }
    }
  }
  const std::lock_guard lock(mutex_);
  return stopping_ ? "stopping" : "";
}

// A line for each change: what is wrong for hours is told once.
void Hub::TellChanges(const std::map<std::string, std::string>& problems) {
  for (const auto& [what, why] : problems) {
    const auto told = told_.find(what);
    if (told != told_.end() && told->second == why) continue;
    log_.Write(rpc::Level::kError, "not serving", {{"what", what}, {"why", why}});
  }
  for (const auto& [what, why] : told_) {
    if (problems.contains(what)) continue;
    log_.Write(rpc::Level::kInfo, "mended", {{"what", what}});
  }
  told_ = problems;
}

// Logs that others write, too, are not mended by a new start here: a topic that was cut stays cut.
absl::Status Hub::FailureOfOwnLogs() {
  for (const auto& [id, county] : counties_) {
    if (!options_.kafka) RUFAA_RETURN_IF_ERROR(county->log().Health());
    if (county->keeps_keys()) RUFAA_RETURN_IF_ERROR(county->reads().Health());
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
    const absl::Status failure = FailureOfOwnLogs();
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
