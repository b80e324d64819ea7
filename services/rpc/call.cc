#include "services/rpc/call.h"

#include <atomic>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "domain/base/refusal.h"

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
  const std::string token = TokenOf(context);
  if (token.empty()) return ready(Refuse(Reason::UNAUTHENTICATED));
  host.sessions().Resolve({token, deadline, call->trace.ToHeader(), session == Session::kPassive},
                          [call, ready = std::move(ready)](absl::StatusOr<Caller> caller) {
                            if (!caller.ok()) return ready(caller.status());
                            if (absl::Status bound = Bind(*call, *std::move(caller)); !bound.ok())
                              return ready(bound);
                            ready(CallPtr(call));
                          });
}

void WhenViewsAt(const CallPtr& call, absl::string_view view, uint64_t min_revision, Done then) {
  if (min_revision == 0) return then(absl::OkStatus());
  ViewRunner& views = call->county->views;
  // The view and the timer race; whoever comes first answers. The loser finds it taken.
  struct Wait {
    Done then;
    std::atomic<bool> answered{false};
    std::atomic<uint64_t> timer_id{0};
    void Answer(absl::Status status) {
      if (!answered.exchange(true)) then(std::move(status));
    }
  };
  auto wait = std::make_shared<Wait>();
  wait->then = std::move(then);
  Timer& timer = call->host.timer();
  const uint64_t id = views.CallWhen(view, min_revision, [wait, &timer](absl::Status status) {
    if (const uint64_t timer_id = wait->timer_id; timer_id != 0) timer.Cancel(timer_id);
    // Or the views are stopping: elsewhere, or later, the revision can be had.
    wait->Answer(status.ok() ? status : Refuse(Reason::NOT_CAUGHT_UP));
  });
  if (wait->answered) return;
  // Answers a little before the deadline, so that the caller hears why.
  const absl::Time give_up = call->deadline - absl::Milliseconds(20);
  wait->timer_id = timer.At(give_up, [wait, id, min_revision, view = std::string(view), &views] {
    if (!views.Cancel(id)) return;
    wait->Answer(Refuse(Reason::NOT_CAUGHT_UP, {},
                        {{"min_revision", std::to_string(min_revision)},
                         {"position", std::to_string(views.Position(view))}}));
  });
}

}  // namespace rufaa::rpc
