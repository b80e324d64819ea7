// One call on its way through a service: checked, authenticated, bound to one county. Handlers are
// given it instead of gRPC's context.
#pragma once

#include <grpcpp/server_context.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/rpc/caller.h"
#include "services/rpc/convert.h"
#include "services/rpc/host.h"
#include "services/rpc/trace.h"

namespace rufaa::rpc {

struct Call {
  Host& host;
  absl::string_view method;  // "DirectoryService/ListOffers"; lives as long as the program.
  Trace trace;
  absl::Time now;       // When the call came in, by the host's clock.
  absl::Time deadline;  // By the machine's clock.
  // Of the caller's session; empty, and the county nullptr, with Session::kNone alone.
  Caller caller;
  const CountyRuntime* county = nullptr;
  std::string token = {};

  // When the act happened: the request's occur_time, or now.
  template <class Request>
  absl::Time OccurTime(const Request& request) const {
    return request.has_occur_time() ? FromProto(request.occur_time()) : now;
  }
  template <class Request>
  Acting ActingOf(const Request& request) const {
    return caller.ToActing(now, OccurTime(request));
  }
};
using CallPtr = std::shared_ptr<const Call>;

// Ends a call, from any thread, exactly once.
using Done = std::function<void(absl::Status)>;

// What a method asks of its caller.
enum class Session {
  kRequired,  // A session, which is used by it.
  kPassive,   // One, and no use of it: what a page does while nobody sits before it.
  kNone,      // None: to sign in, and what processes ask each other.
};

// Checks what must hold for every call (a deadline, a session, a county that is served here), then
// calls `ready` with the call, on this thread or another; or with the refusal.
using Ready = std::function<void(absl::StatusOr<CallPtr>)>;
void Admit(Host& host, absl::string_view method, const grpc::CallbackServerContext& context,
           Session session, Ready ready);

// Calls `ready` with the call as it is since its caller's last step-up, be it one that another
// process has taken while the caller was remembered here: access is asked then, else nobody. For
// what is refused without a step-up. On this thread or another.
void WithStepUp(const CallPtr& call, Ready ready);

// Calls `then` once the views are as of `min_revision` (0: at once); it must not block.
// NOT_CAUGHT_UP at the call's deadline.
void WhenViewsAt(const CallPtr& call, absl::string_view view, uint64_t min_revision, Done then);

// The trace id of `context`, when Admit did not get as far as making a Call.
std::string TraceIdOf(const grpc::CallbackServerContext& context);

}  // namespace rufaa::rpc
