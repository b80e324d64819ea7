#include "services/hub/brokers_awaited.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "eventlog/kafka/kafka_client.h"

namespace rufaa::hub {
namespace {

// Mostly an attempt has waited itself; one that is refused at once is not made without a pause.
constexpr absl::Duration kBetweenAttempts = absl::Seconds(1);

bool ForWantOfBrokers(const absl::Status& status) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  return refusal.has_value() && refusal->reason == Reason::LOG_UNAVAILABLE && !NotLetIn(status);
}

}  // namespace

void Starting::Say(std::string what) {
  const std::lock_guard lock(mutex_);
  what_ = std::move(what);
}

void Starting::Over() { Say(""); }

std::string Starting::What() const {
  const std::lock_guard lock(mutex_);
  return what_;
}

absl::Status OnceBrokersAnswer(const std::string& county, Starting& starting, rpc::Log& log,
                               absl::FunctionRef<absl::Status()> what) {
  for (bool told = false;; told = true) {
    absl::Status done = what();
    if (!ForWantOfBrokers(done)) return done;
    starting.Say(absl::StrCat("waiting for the brokers of ", county, ": ", done.message()));
    // Once: librdkafka counts in its words how often it tried, and they never come twice.
    if (!told) {
      log.Write(rpc::Level::kWarning, "waiting for the brokers",
                {{"county", county}, {"why", done.message()}});
    }
    absl::SleepFor(kBetweenAttempts);
  }
}

}  // namespace rufaa::hub
