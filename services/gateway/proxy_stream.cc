#include <atomic>

#include "domain/base/refusal.h"
#include "services/gateway/connect_error.h"
#include "services/gateway/envelope.h"
#include "services/gateway/proxy_call.h"

namespace rufaa::gateway {
namespace {

// Reads one message of the stream, sends it on, and only then reads the next: a slow browser holds
// one message here, not all of them. Lives until gRPC is done with the call.
class StreamRelay : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit StreamRelay(std::shared_ptr<ProxyCall> call) : call_(std::move(call)) {}

  void Start() {
    // Held until the last message was read: the call's end must not overtake it.
    AddHold();
    StartWriteLast(&call_->message, grpc::WriteOptions());
    StartCall();
  }

  void OnReadInitialMetadataDone(bool) override {
    HttpResponse head;
    head.headers.Add("Content-Type", ContentTypeOf(call_->asked.codec, /*stream=*/true));
    if (call_->asked.gzip_reply) head.headers.Add("Connect-Content-Encoding", "gzip");
    // Proxies on the way must pass on each message as it comes.
    head.headers.Add("X-Accel-Buffering", "no");
    call_->PassOn(call_->context.GetServerInitialMetadata(), "", head.headers);
    // Not a reference: the sender may hang up when this is long gone.
    call_->exchange->Begin(std::move(head), [call = call_, stopping = stopping_](Gone why) {
      if (why == Gone::kStopping) *stopping = true;
      call->context.TryCancel();
    });
    StartRead(&incoming_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    absl::StatusOr<ProxyCall::Payload> payload = call_->PayloadOf(BytesOf(incoming_));
    if (!payload.ok()) return GiveUp(payload.status());
    call_->exchange->Write(Enveloped(payload->gzip ? kCompressedFlag : 0, payload->bytes),
                           [this](bool sent) {
                             if (sent) return StartRead(&incoming_);
                             call_->context.TryCancel();
                             RemoveHold();
                           });
  }

  void OnDone(const grpc::Status& status) override {
    google::rpc::Status error = call_->ErrorOf(status);
    if (!failure_.ok()) error = call_->ErrorOf(failure_);
    if (*stopping_ && !status.ok()) error = call_->ErrorOf(Refuse(Reason::HUB_UNAVAILABLE));
    Headers trailers;
    call_->PassOn(call_->context.GetServerTrailingMetadata(), "", trailers);
    call_->Record(error);
    call_->exchange->End(Enveloped(kEndOfStreamFlag, EndOfStreamJson(error, trailers)));
    call_->proxy.calls().Remove(&call_->context);
    delete this;
  }

 private:
  void GiveUp(const absl::Status& failure) {
    failure_ = failure;
    call_->context.TryCancel();
    RemoveHold();
  }

  const std::shared_ptr<ProxyCall> call_;
  const std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);
  grpc::ByteBuffer incoming_;
  absl::Status failure_;
};

}  // namespace

void RunStream(std::shared_ptr<ProxyCall> call) {
  ProxyCall& begun = *call;
  begun.proxy.calls().Add(&begun.context);
  auto* relay = new StreamRelay(std::move(call));
  begun.proxy.parts()
      .routes.Find(begun.method.path)
      ->PrepareBidiStreamingCall(&begun.context, begun.method.path, grpc::StubOptions(), relay);
  relay->Start();
}

}  // namespace rufaa::gateway
