#include "services/rpc/call.h"

#include <atomic>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "domain/base/refusal.h"
#include "eventlog/steady_time.h"
#include "services/rpc/on_behalf.h"

namespace rufaa::rpc {
namespace {

constexpr char kAuthorization[] = "authorization";
// A session's token is short; longer ones are not looked up.
constexpr size_t kMaxTokenBytes = 256;

// The value of `key` in the call's metadata, or "".
absl::string_view MetadataOf(const grpc::CallbackServerContext& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return "";
  return {found->second.data(), found->second.size()};
}

std::string TokenOf(const grpc::CallbackServerContext& context) {
  absl::string_view value = MetadataOf(context, kAuthorization);
  if (!absl::ConsumePrefix(&value, "Bearer ") || value.size() > kMaxTokenBytes) return "";
  return std::string(value);
}

absl::Status Bind(Call& call, Caller caller) {
  call.caller = std::move(caller);
  call.county = call.host.Find(call.caller.county);
  // A session of a county that is served elsewhere is no session here.
  if (call.county == nullptr) return Refuse(Reason::UNAUTHENTICATED);
  return absl::OkStatus();
}

}  // namespace

std::string TraceIdOf(const grpc::CallbackServerContext& context) {
  return ContinueTrace(MetadataOf(context, kTraceParent)).trace_id;
}

void Admit(Host& host, absl::string_view method, const grpc::CallbackServerContext& context,
           Session session, Ready ready) {
  const absl::Time deadline = absl::FromChrono(context.deadline());
  // gRPC says "none" with the end of time.
  if (context.deadline() == std::chrono::system_clock::time_point::max() ||
      deadline > absl::Now() + absl::Hours(24 * 365)) {
    return ready(Refuse(Reason::DEADLINE_REQUIRED));
  }
  auto call = std::make_shared<Call>(Call{host,
                                          method,
                                          ContinueTrace(MetadataOf(context, kTraceParent)),
                                          host.clock().Now(),
                                          deadline,
                                          {},
                                          nullptr});
  if (session == Session::kNone) return ready(CallPtr(call));
  call->token = TokenOf(context);
  if (call->token.empty()) return ready(Refuse(Reason::UNAUTHENTICATED));
  host.sessions().Resolve({.token = call->token,
                           .deadline = deadline,
                           .traceparent = call->trace.ToHeader(),
                           .passive = session == Session::kPassive},
                          [call, ready = std::move(ready)](absl::StatusOr<Caller> caller) {
                            if (!caller.ok()) return ready(caller.status());
                            if (absl::Status bound = Bind(*call, *std::move(caller)); !bound.ok())
                              return ready(bound);
                            ready(CallPtr(call));
                          });
}

// Only the step-up: what the rest of the call was found by stays as it was.
void WithStepUp(const CallPtr& call, Ready ready) {
  if (!call->caller.remembered || call->caller.SteppedUp(call->now)) return ready(call);
  call->host.sessions().Resolve(
      {.token = call->token,
       .deadline = call->deadline,
       .traceparent = call->trace.ToHeader(),
       .anew = true},
      [call, ready = std::move(ready)](const absl::StatusOr<Caller>& caller) {
        if (!caller.ok()) return ready(caller.status());
        auto since = std::make_shared<Call>(*call);
        since->caller.stepped_up_at = caller->stepped_up_at;
        since->caller.remembered = false;
        ready(CallPtr(std::move(since)));
      });
}

namespace {

// The brokers have not answered this process for so long: it is cut off, and what it lacks will not
// come soon. Another instance may have it.
constexpr absl::Duration kCutOff = absl::Seconds(5);

// The view and the timer race; whoever comes first answers. The loser finds it taken.
struct ViewWait : std::enable_shared_from_this<ViewWait> {
  CallPtr call;
  std::string view;
  uint64_t min_revision = 0;
  absl::Time give_up;  // By SteadyNow(), as what LookAt is given.
  Done then;
  std::atomic<bool> answered{false};
  std::atomic<uint64_t> timer_id{0};
  uint64_t wait_id = 0;

  void Answer(absl::Status status) {
    if (answered.exchange(true)) return;
    DropTimer();
    then(std::move(status));
  }
  // Whichever of answering and setting the timer comes second sees the other.
  void DropTimer() {
    if (const uint64_t id = timer_id; id != 0) call->host.timer().Cancel(id);
  }
  absl::Status Behind() const {
    return Refuse(Reason::NOT_CAUGHT_UP, {},
                  {{"min_revision", std::to_string(min_revision)},
                   {"position", std::to_string(call->county->views.Position(view))}});
  }
  bool IsCutOff() const {
    const CountyLog& log = call->county->log;
    return log.Head() < min_revision && SteadyNow() - log.CurrentAsOf() > kCutOff;
  }
  // Looks once whether there is hope, then waits to the end.
  void LookAt(absl::Time when) {
    const absl::Duration wait = std::min(when, give_up) - SteadyNow();
    timer_id = call->host.timer().After(wait, [self = shared_from_this()] {
      if (SteadyNow() < self->give_up && !self->IsCutOff()) {
        if (!self->answered) self->LookAt(self->give_up);
        return;
      }
      if (self->call->county->views.Cancel(self->wait_id)) self->Answer(self->Behind());
    });
    if (answered) DropTimer();
  }
};

}  // namespace

void WhenViewsAt(const CallPtr& call, absl::string_view view, uint64_t min_revision, Done then) {
  if (min_revision == 0) return then(absl::OkStatus());
  ViewRunner& views = call->county->views;
  auto wait = std::make_shared<ViewWait>();
  wait->call = call;
  wait->view = std::string(view);
  wait->min_revision = min_revision;
  wait->give_up = SteadyNow() + (call->deadline - absl::Now()) - kBeforeDeadline;
  if (wait->IsCutOff()) return then(wait->Behind());
  wait->then = std::move(then);
  wait->wait_id = views.CallWhen(view, min_revision, [wait](absl::Status status) {
    // Or the views are stopping: elsewhere, or later, the revision can be had.
    wait->Answer(status.ok() ? status : Refuse(Reason::NOT_CAUGHT_UP));
  });
  if (!wait->answered) wait->LookAt(SteadyNow() + kCutOff);
}

}  // namespace rufaa::rpc
