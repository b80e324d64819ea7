// The hub's own clock for referrals: appends the expiry of what nobody decided in time, and the
// escalation of a promise overdue. Any number of tickers, in any number of processes, do each once:
// the request_id is made from the referral and its deadline.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "eventlog/clock.h"
#include "services/rpc/county.h"

namespace rufaa::referral_service {

// Offers one expiry or escalation for every referral of `county` that is due at `now`, and waits
// for the answers. How many were written; what another ticker wrote meanwhile does not count.
absl::StatusOr<int> ExpireDue(const rpc::CountyRuntime& county, absl::Time now);

// Calls ExpireDue again and again, on a thread of its own, while it exists.
class Ticker {
 public:
  // All must outlive this.
  Ticker(const rpc::CountyRuntime& county, Clock& clock, absl::Duration every);
  ~Ticker();

 private:
  void Run();

  const rpc::CountyRuntime& county_;
  Clock& clock_;
  const absl::Duration every_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace rufaa::referral_service
