// A stream of many commands with an answer each. It keeps no thread while it waits.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "domain/base/refusal.h"
#include "services/rpc/call.h"
#include "services/rpc/status.h"
#include "services/rpc/stream_pace.h"
#include "services/rpc/validate.h"

namespace rufaa::rpc {

// The request_id of the command in a CommandRequest's oneof (field 1 of each), no more of it than a
// UUID has; "" when none is set.
std::string RequestIdOf(const google::protobuf::Message& command_request);

// Request has a oneof of unary requests; Reply has request_id and refusal. `Dispatch` fills the
// reply's answer: void(const CallPtr&, const Request&, Reply*, Done); the request is gone once it
// is done. One sender's commands keep their order as far as a Dispatch has a command in its lane
// when it returns.
template <class Request, class Reply>
class CommandStream : public grpc::ServerBidiReactor<Request, Reply> {
 public:
  using Dispatch = std::function<void(const CallPtr&, const Request&, Reply*, Done)>;
  // Of a command that is refused without a step-up: one that another process took is looked up
  // before the command is dispatched, as WithStepUp of call.h.
  using NeedsStepUp = bool (*)(const Request&);

  // The stream owns itself until gRPC is done with it and every command was answered.
  static CommandStream* Start(
      Host& host, absl::string_view method, grpc::CallbackServerContext* context, Dispatch dispatch,
      NeedsStepUp needs_step_up = [](const Request&) { return false; }) {
    auto stream = std::shared_ptr<CommandStream>(
        new CommandStream(host, method, context, std::move(dispatch), needs_step_up));
    stream->self_ = stream;
    Admit(host, method, *context, Session::kRequired,
          [stream, trace_id = TraceIdOf(*context)](absl::StatusOr<CallPtr> call) {
            if (!call.ok()) return stream->Refused(call.status(), trace_id);
            stream->call_ = *std::move(call);
            stream->StartRead(&stream->incoming_);
          });
    return stream.get();
  }

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override { self_.reset(); }

 private:
  struct Item {
    Request request;
    Reply reply;
    absl::Time start;
  };

  CommandStream(Host& host, absl::string_view method, grpc::CallbackServerContext* context,
                Dispatch dispatch, NeedsStepUp needs_step_up)
      : host_(host),
        method_(method),
        context_(context),
        dispatch_(std::move(dispatch)),
        needs_step_up_(needs_step_up) {}
  // It has not opened, and so has no command whose end is recorded.
  void Refused(const absl::Status& why, const std::string& trace_id);
  // Answers it, now or later, and reads on once it is on its way.
  void Handle(std::shared_ptr<Item> item);
  void Admitted(const std::shared_ptr<Item>& item, const absl::StatusOr<CallPtr>& call);
  void ReadOn();
  // Lets go of the request: nobody may read it any more.
  void Answer(const std::shared_ptr<Item>& item, const absl::Status& status);
  // All with mutex_ held.
  void WriteNext();
  void FinishIfOver();

  Host& host_;
  const absl::string_view method_;
  grpc::CallbackServerContext* const context_;  // Lives until OnDone.
  const Dispatch dispatch_;
  const NeedsStepUp needs_step_up_;
  CallPtr call_;  // As the stream was opened.
  Request incoming_;
  std::mutex mutex_;
  std::deque<std::shared_ptr<Item>> answers_;  // The first is being written while writing_.
  StreamPace pace_;
  bool writing_ = false;
  bool finished_ = false;
  std::shared_ptr<CommandStream> self_;
};

template <class Request, class Reply>
void CommandStream<Request, Reply>::Refused(const absl::Status& why, const std::string& trace_id) {
  const grpc::Status answer = ToGrpc(why, trace_id);
  host_.Record({.method = method_,
                .trace_id = trace_id,
                .person = "",
                .reason = ReasonName(why),
                .text = why.message(),
                .code = answer.error_code(),
                .duration_us = 0,
                .streamed = true});
  this->Finish(answer);
}

template <class Request, class Reply>
void CommandStream<Request, Reply>::OnReadDone(bool ok) {
  if (!ok) {
    const std::lock_guard lock(mutex_);
    pace_.Ended();
    FinishIfOver();
    return;
  }
  auto item = std::make_shared<Item>();
  item->request.Swap(&incoming_);
  item->start = absl::Now();
  {
    const std::lock_guard lock(mutex_);
    pace_.Took();
  }
  Handle(item);
}

// Only once the command is on its way, so that one sender's commands keep their order.
template <class Request, class Reply>
void CommandStream<Request, Reply>::ReadOn() {
  const std::lock_guard lock(mutex_);
  if (pace_.ReadOn()) this->StartRead(&incoming_);
}

template <class Request, class Reply>
void CommandStream<Request, Reply>::Handle(std::shared_ptr<Item> item) {
  item->reply.set_request_id(RequestIdOf(item->request));
  if (absl::Status valid = Validate(item->request); !valid.ok()) {
    Answer(item, valid);
    return ReadOn();
  }
  if (item->reply.request_id().empty()) {
    Answer(item, Refuse(Reason::MALFORMED, "No command.",
                        {{"field", "command"}, {"problem", "required"}}));
    return ReadOn();
  }
  // A stream may stay open for hours: each command has the time it came in, and a session that has
  // ended meanwhile does nothing more.
  Admit(host_, method_, *context_, Session::kRequired,
        [stream = self_, item](const absl::StatusOr<CallPtr>& call) {
          if (!call.ok() || !stream->needs_step_up_(item->request)) {
            return stream->Admitted(item, call);
          }
          WithStepUp(*call, [stream, item](const absl::StatusOr<CallPtr>& since) {
            stream->Admitted(item, since);
          });
        });
}

template <class Request, class Reply>
void CommandStream<Request, Reply>::Admitted(const std::shared_ptr<Item>& item,
                                             const absl::StatusOr<CallPtr>& call) {
  if (call.ok()) {
    dispatch_(*call, item->request, &item->reply,
              [stream = self_, item](const absl::Status& status) { stream->Answer(item, status); });
  } else {
    Answer(item, call.status());
  }
  ReadOn();
}

template <class Request, class Reply>
void CommandStream<Request, Reply>::Answer(const std::shared_ptr<Item>& item,
                                           const absl::Status& status) {
  item->request = Request();  // It may be large, and its answer may have to wait.
  const std::string& trace_id = call_->trace.trace_id;
  if (!status.ok()) *item->reply.mutable_refusal() = ToProto(status, trace_id);
  call_->host.Record({.method = method_,
                      .trace_id = trace_id,
                      .person = call_->caller.person,
                      .reason = ReasonName(status),
                      .text = status.message(),
                      .code = status.ok() ? 0 : item->reply.refusal().code(),
                      .duration_us = absl::ToInt64Microseconds(absl::Now() - item->start)});
  const std::lock_guard lock(mutex_);
  pace_.Answered();
  if (!pace_.broken()) answers_.push_back(item);
  if (!writing_) WriteNext();
}

template <class Request, class Reply>
void CommandStream<Request, Reply>::WriteNext() {
  if (answers_.empty()) return FinishIfOver();
  writing_ = true;
  grpc::WriteOptions options;
  // More answers wait: let gRPC put them into one packet.
  if (answers_.size() > 1) options.set_buffer_hint();
  this->StartWrite(&answers_.front()->reply, options);
}

template <class Request, class Reply>
void CommandStream<Request, Reply>::OnWriteDone(bool ok) {
  const std::lock_guard lock(mutex_);
  writing_ = false;
  answers_.pop_front();
  if (!ok) answers_.clear();
  if (ok ? pace_.Sent() : pace_.Broke()) this->StartRead(&incoming_);
  WriteNext();
}

template <class Request, class Reply>
void CommandStream<Request, Reply>::FinishIfOver() {
  if (finished_ || writing_ || !pace_.IsOver()) return;
  finished_ = true;
  this->Finish(pace_.broken() ? grpc::Status(grpc::StatusCode::CANCELLED, "") : grpc::Status::OK);
}

}  // namespace rufaa::rpc
