#include "services/rpc/unary.h"

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

// Asking brokers anew takes seconds.
constexpr absl::Duration kWorthTelling = absl::Seconds(5);
constexpr absl::Duration kLongForARetry = absl::Seconds(1);

}  // namespace

void UnaryCall::Finish(const absl::Status& status) {
  const std::string trace_id = call_ != nullptr ? call_->trace.trace_id : TraceIdOf(*context_);
  const std::string reason = ReasonName(status);
  const grpc::Status answer = ToGrpc(status, trace_id);
  host_.Record({.method = method_,
                .trace_id = trace_id,
                .person = call_ != nullptr ? absl::string_view(call_->caller.person) : "",
                .reason = reason,
                .text = status.message(),
                .code = answer.error_code(),
                .duration_us = absl::ToInt64Microseconds(SteadyNow() - start_)});
  if (call_ != nullptr && call_->county != nullptr) TellAge(*call_->county);
  // Refused at once, another instance is asked (services/rpc/peer_channel.cc). After a wait whoever
  // asked is told instead, and decides: four such waits would be longer than theirs.
  if (absl::IsUnavailable(status) && SteadyNow() - start_ > kLongForARetry) {
    context_->AddTrailingMetadata("grpc-retry-pushback-ms", "-1");
  }
  reactor_->Finish(answer);
}

// Where brokers give the log its order and do not answer, reads go on: they say how old they may
// be.
void UnaryCall::TellAge(const CountyRuntime& county) {
  const absl::Duration age = SteadyNow() - county.log.CurrentAsOf();
  if (age < kWorthTelling) return;
  context_->AddTrailingMetadata(kAgeMetadata, absl::StrCat(absl::ToInt64Milliseconds(age)));
}

absl::Status NotARequest() {
  return Refuse(Reason::MALFORMED, {},
                {{"field", "*"}, {"problem", "not a message of this method"}});
}

}  // namespace rufaa::rpc
