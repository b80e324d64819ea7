// What the services of one process share: the counties they serve, who tells callers, log, metrics,
// time. Made by the process's main, before any server starts.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "eventlog/clock.h"
#include "services/rpc/county.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "services/rpc/sessions.h"
#include "services/rpc/shown_lately.h"
#include "services/rpc/timer.h"

namespace rufaa::rpc {

class Host {
 public:
  // All must outlive this.
  struct Parts {
    Log& log;
    Metrics& metrics;
    Clock& clock;
    Sessions& sessions;
  };
  explicit Host(const Parts& parts);

  // Before serving.
  void AddCounty(CountyRuntime county);
  // The county, or nullptr when this process does not serve it.
  const CountyRuntime* Find(absl::string_view county) const;
  const std::map<std::string, CountyRuntime, std::less<>>& counties() const { return counties_; }

  Log& log() const { return parts_.log; }
  Metrics& metrics() const { return parts_.metrics; }
  Clock& clock() const { return parts_.clock; }
  Sessions& sessions() const { return parts_.sessions; }
  Timer& timer() { return timer_; }
  ShownLately& shown_lately() { return shown_lately_; }

  // Counts a finished call and writes its line in the log.
  struct CallEnd {
    absl::string_view method;  // "DirectoryService/ListOffers"
    absl::string_view trace_id;
    absl::string_view person;
    absl::string_view reason;  // "OK" or why not.
    absl::string_view text;    // Of a failure: what failed; never sent to the caller.
    int code;
    int64_t duration_us;
    bool streamed = false;  // Its duration is how long it was open: told in the log, no latency.
  };
  void Record(const CallEnd& end);

 private:
  struct MethodMetrics {
    Histogram* duration = nullptr;
    std::map<int, Counter*> by_code;
  };
  Counter& CounterOf(absl::string_view method, int code);
  Histogram& HistogramOf(absl::string_view method);

  const Parts parts_;
  std::map<std::string, CountyRuntime, std::less<>> counties_;
  Timer timer_;
  ShownLately shown_lately_;
  std::shared_mutex mutex_;
  absl::flat_hash_map<std::string, MethodMetrics> methods_;
};

}  // namespace rufaa::rpc
