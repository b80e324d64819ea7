// A stream of many replies to one request. It keeps no thread while it waits.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "services/rpc/call.h"
#include "services/rpc/status.h"
#include "services/rpc/validate.h"

namespace rufaa::rpc {

// Replies one after another, each asked for when the one before is on its way. `Next` fills the
// reply and calls back with true, with false at the end, or with a refusal; from any thread.
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
    auto stream = std::shared_ptr<PullStream>(new PullStream());
    stream->self_ = stream;
    const std::string trace_id = TraceIdOf(*context);
    if (absl::Status valid = Validate(request); !valid.ok()) {
      stream->Finish(ToGrpc(valid, trace_id));
      return stream.get();
    }
    Admit(host, method, *context, session,
          [stream, trace_id, open = std::move(open)](absl::StatusOr<CallPtr> call) {
            if (!call.ok()) return stream->Finish(ToGrpc(call.status(), trace_id));
            stream->call_ = *call;
            absl::StatusOr<Next> next = open(*call);
            if (!next.ok()) return stream->Finish(ToGrpc(next.status(), trace_id));
            stream->next_ = *std::move(next);
            stream->Pull();
          });
    return stream.get();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status(grpc::StatusCode::CANCELLED, ""));
    Pull();
  }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { self_.reset(); }

  // For a `Next` that waits: whether anybody still listens.
  bool cancelled() const { return cancelled_; }

 private:
  PullStream() = default;
  void Pull() {
    reply_.Clear();
    next_(&reply_, [stream = self_](absl::StatusOr<bool> more) {
      if (more.ok() && *more && !stream->cancelled_) return stream->StartWrite(&stream->reply_);
      stream->Finish(
          ToGrpc(more.ok() ? absl::OkStatus() : more.status(), stream->call_->trace.trace_id));
    });
  }

  CallPtr call_;
  Next next_;
  Reply reply_;
  std::atomic<bool> cancelled_{false};
  std::shared_ptr<PullStream> self_;
};

}  // namespace rufaa::rpc
