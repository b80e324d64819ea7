// Calls of the Connect protocol become gRPC calls, and their answers become Connect's again: unary
// and server streams, JSON and protobuf. One way for every method; nothing here knows any.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/gateway/browser_session.h"
#include "services/gateway/http.h"
#include "services/gateway/live_calls.h"
#include "services/gateway/methods.h"
#include "services/gateway/routes.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"

namespace rufaa::gateway {

struct ProxyOptions {
  size_t max_message_bytes = size_t{1} << 20;  // Of a request, after decompression.
  size_t min_gzip_bytes = 1024;                // Smaller answers gain nothing.
  absl::Duration default_timeout = absl::Seconds(30);
  absl::Duration max_timeout = absl::Minutes(5);
  absl::Duration max_stream = absl::Minutes(10);
  // Headers whose names begin so are passed on as metadata, beside who is calling and the trace:
  // the hub's services read nothing else. For the conformance runner.
  std::vector<std::string> passed_request_prefixes = {};
  // Metadata whose names begin so come back as headers.
  std::vector<std::string> passed_answer_prefixes = {"rufaa-"};
  // An error of ours carries a reason. One without is gRPC's own and may tell addresses: callers
  // are told only its code. Set, errors are as other servers write them: the hub's as it gave them,
  // the gateway's own without a reason. For the conformance runner, which compares.
  bool plain_errors = false;
};

class Proxy {
 public:
  // All must outlive this.
  struct Parts {
    const Methods& methods;
    const Routes& routes;
    const BrowserSessions& sessions;
    rpc::Log& log;
    rpc::Metrics& metrics;
  };
  Proxy(const Parts& parts, ProxyOptions options) : parts_(parts), options_(std::move(options)) {}
  ~Proxy() { Stop(); }

  // A POST to `method`'s path, which has a route; other verbs are answered 405.
  void Handle(const Method& method, HttpRequest request, std::shared_ptr<Exchange> exchange);

  // Ends every call; returns when none is under way.
  void Stop() {
    calls_.CancelAll();
    calls_.WaitUntilNone();
  }

  const Parts& parts() const { return parts_; }
  const ProxyOptions& options() const { return options_; }
  LiveCalls& calls() { return calls_; }

 private:
  const Parts parts_;
  const ProxyOptions options_;
  LiveCalls calls_;
};

}  // namespace rufaa::gateway
