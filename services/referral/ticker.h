// The hub's own clock for referrals: appends the expiry of what nobody decided in time, the end of
// what was asked back before anybody accepted, and the escalation of a promise overdue. Any number
// of tickers, in any number of processes, do each once: the request_id is made from the referral,
// its deadline and what is done about it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventlog/clock.h"
#include "projections/deadlines/deadlines.h"
#include "services/rpc/county.h"
#include "services/rpc/trouble.h"

namespace rufaa::referral_service {

// Not thread-safe: one for each ticker. `county` must outlive it.
class Expirer {
 public:
  explicit Expirer(const rpc::CountyRuntime& county) : county_(county) {}

  // Offers one expiry or escalation for every referral that is due at `now`, and waits for the
  // answers. How many were written; what another ticker wrote meanwhile does not count.
  absl::StatusOr<int> ExpireDue(absl::Time now);

 private:
  absl::Status Offer(const std::vector<deadlines::Due>& batch, absl::Time now, int& written);

  const rpc::CountyRuntime& county_;
  // What was seen to be done: a promise escalated stays overdue until somebody keeps it.
  std::set<std::pair<std::string, absl::Time>> done_;
};

// Expires what is due again and again, on a thread of its own, while it exists.
class Ticker {
 public:
  // All must outlive this. What fails is tried again, and told to `log`.
  Ticker(const rpc::CountyRuntime& county, Clock& clock, rpc::Log& log, absl::Duration every);
  ~Ticker();

 private:
  void Run();

  Expirer expirer_;
  Clock& clock_;
  rpc::Trouble trouble_;
  const absl::Duration every_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace rufaa::referral_service
