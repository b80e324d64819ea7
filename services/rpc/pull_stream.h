// A stream of many replies to one request. It keeps no thread while it waits.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "eventlog/steady_time.h"
#include "services/rpc/call.h"
#include "services/rpc/status.h"
#include "services/rpc/validate.h"

namespace rufaa::rpc {

// Replies one after another, each asked for when the one before is on its way. `Next` fills the
// reply and calls back with true, with false at the end, or with a refusal; from any thread. Its
// end is recorded as that of any other call.
template <class Reply>
class PullStream : public grpc::ServerWriteReactor<Reply> {
 public:
  using More = std::function<void(absl::StatusOr<bool>)>;
  using Next = std::function<void(Reply*, More)>;
  // Makes `Next` for an admitted call, or refuses it.
  using Open = std::function<absl::StatusOr<Next>(const CallPtr&)>;

  static PullStream* Start(Host& host, absl::string_view method,
                           grpc::CallbackServerContext* context,
                           const google::protobuf::Message& request, Open open,
                           Session session = Session::kRequired) {
    auto stream = std::shared_ptr<PullStream>(new PullStream(host, method, TraceIdOf(*context)));
    stream->self_ = stream;
    if (absl::Status valid = Validate(request); !valid.ok()) {
      stream->End(valid);
      return stream.get();
    }
    Admit(host, method, *context, session,
          [stream, open = std::move(open)](absl::StatusOr<CallPtr> call) {
            if (!call.ok()) return stream->End(call.status());
            stream->call_ = *call;
            absl::StatusOr<Next> next = open(*call);
            if (!next.ok()) return stream->End(next.status());
            stream->next_ = *std::move(next);
            stream->Pull();
          });
    return stream.get();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError());
    Pull();
  }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { self_.reset(); }

  // For a `Next` that waits: whether anybody still listens.
  bool cancelled() const { return cancelled_; }

 private:
  PullStream(Host& host, absl::string_view method, std::string trace_id)
      : host_(host), method_(method), trace_id_(std::move(trace_id)), start_(SteadyNow()) {}

  void Pull() {
    reply_.Clear();
    next_(&reply_, [stream = self_](absl::StatusOr<bool> more) {
      if (!more.ok()) return stream->End(more.status());
      if (stream->cancelled_) return stream->End(absl::CancelledError());
      if (!*more) return stream->End(absl::OkStatus());
      stream->StartWrite(&stream->reply_);
    });
  }

  // Once, whyever. The stream may be gone when this returns.
  void End(const absl::Status& status) {
    const std::string& trace_id = call_ != nullptr ? call_->trace.trace_id : trace_id_;
    const grpc::Status answer = ToGrpc(status, trace_id);
    host_.Record({.method = method_,
                  .trace_id = trace_id,
                  .person = call_ != nullptr ? absl::string_view(call_->caller.person) : "",
                  .reason = ReasonName(status),
                  .text = status.message(),
                  .code = answer.error_code(),
                  .duration_us = absl::ToInt64Microseconds(SteadyNow() - start_),
                  .streamed = true});
    this->Finish(answer);
  }

  Host& host_;
  const absl::string_view method_;
  const std::string trace_id_;  // Until it is admitted.
  const absl::Time start_;
  CallPtr call_;
  Next next_;
  Reply reply_;
  std::atomic<bool> cancelled_{false};
  std::shared_ptr<PullStream> self_;
};

}  // namespace rufaa::rpc
