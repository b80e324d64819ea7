#include "services/rpc/unary.h"

#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"

namespace rufaa::rpc {
namespace {

// Asking brokers anew takes seconds.
constexpr absl::Duration kWorthTelling = absl::Seconds(5);

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
                .duration_us = absl::ToInt64Microseconds(absl::Now() - start_)});
  if (call_ != nullptr && call_->county != nullptr) TellAge(*call_->county);
  // What we refuse is not tried again on the way: whoever asked is told, and decides.
  if (absl::IsUnavailable(status)) context_->AddTrailingMetadata("grpc-retry-pushback-ms", "-1");
  reactor_->Finish(answer);
}

// Where brokers give the log its order and do not answer, reads go on: they say how old they may
// be.
void UnaryCall::TellAge(const CountyRuntime& county) {
  const absl::Duration age = absl::Now() - county.log.CurrentAsOf();
  if (age < kWorthTelling) return;
  context_->AddTrailingMetadata(kAgeMetadata, absl::StrCat(absl::ToInt64Milliseconds(age)));
}

absl::Status NotARequest() {
  return Refuse(Reason::MALFORMED, {},
                {{"field", "*"}, {"problem", "not a message of this method"}});
}

}  // namespace rufaa::rpc
