#include "services/gateway/grpc_door.h"

#include <grpcpp/client_context.h>

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "domain/base/refusal.h"
#include "services/gateway/bare_status.h"
#include "services/rpc/call.h"
#include "services/rpc/source.h"
#include "services/rpc/status.h"
#include "services/rpc/unary.h"

namespace rufaa::gateway {
namespace {

// The hub's services read nothing else.
constexpr std::array<const char*, 3> kPassedOn = {"authorization", "traceparent", "tracestate"};

// One call on its way through: requests go on as they come, answers come back, one message at a
// time in each direction, so a slow reader holds one message here and not all of them.
//
// Each direction holds the outgoing call open while it may still start something on it; the side
// that starts last lets go. Lives until both sides are done.
class Relay : public std::enable_shared_from_this<Relay> {
 public:
  Relay(grpc::GenericCallbackServerContext* context, rpc::Log& log, rpc::Metrics& metrics)
      : context_(context), log_(log), metrics_(metrics), inward_(*this), outward_(*this) {
    for (const char* name : kPassedOn) {
      const auto [from, to] = context->client_metadata().equal_range(name);
      for (auto it = from; it != to; ++it) {
        outgoing_.AddMetadata(name, std::string(it->second.data(), it->second.size()));
      }
    }
    if (const std::string address = rpc::AddressOfPeer(context->peer()); !address.empty()) {
      outgoing_.AddMetadata(rpc::kSourceMetadata, address);
    }
    outgoing_.set_deadline(context->deadline());
  }

  grpc::ServerGenericBidiReactor* Start(grpc::GenericStub& stub, const std::string& method) {
    inward_.self = outward_.self = shared_from_this();
    stub.PrepareBidiStreamingCall(&outgoing_, method, grpc::StubOptions(), &outward_);
    outward_.AddMultipleHolds(2);
    outward_.StartCall();
    outward_.StartRead(&answer_);
    inward_.StartRead(&request_);
    return &inward_;
  }

 private:
  // Towards the caller.
  struct Inward : grpc::ServerGenericBidiReactor {
    explicit Inward(Relay& relay) : relay(relay) {}
    void OnReadDone(bool ok) override { relay.Requested(ok); }
    void OnWriteDone(bool ok) override { relay.Answered(ok); }
    void OnCancel() override { relay.outgoing_.TryCancel(); }
    void OnDone() override { std::exchange(self, nullptr).reset(); }
    Relay& relay;
    std::shared_ptr<Relay> self;
  };
  // Towards the service.
  struct Outward : grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
    explicit Outward(Relay& relay) : relay(relay) {}
    void OnWriteDone(bool ok) override { relay.PassedOn(ok); }
    void OnWritesDoneDone(bool) override { relay.EndRequests(); }
    void OnReadDone(bool ok) override { relay.GotAnswer(ok); }
    void OnDone(const grpc::Status& status) override {
      relay.PassBackAge();
      relay.inward_.Finish(relay.ToldOf(status));
      std::exchange(self, nullptr).reset();
    }
    Relay& relay;
    std::shared_ptr<Relay> self;
  };

  void PassBackAge() {
    const auto [from, to] = outgoing_.GetServerTrailingMetadata().equal_range(rpc::kAgeMetadata);
    for (auto it = from; it != to; ++it) {
      context_->AddTrailingMetadata(rpc::kAgeMetadata,
                                    std::string(it->second.data(), it->second.size()));
    }
  }

  grpc::Status ToldOf(const grpc::Status& status) const {
    if (!IsBare(status)) return status;
    const std::string trace_id = rpc::TraceIdOf(*context_);
    NoteBare(status, context_->method(), trace_id, log_, metrics_);
    return rpc::ToGrpc(InOurWords(status), trace_id);
  }

  // The caller's next request is here, or there is none.
  void Requested(bool ok) {
    const std::lock_guard lock(mutex_);
    waiting_for_request_ = false;
    if (requests_over_) return;
    if (ok) return outward_.StartWrite(&request_);
    outward_.StartWritesDone();
  }

  void PassedOn(bool ok) {
    if (!ok) return EndRequests();
    const std::lock_guard lock(mutex_);
    waiting_for_request_ = true;
    if (answers_over_) return EndRequestsLocked();
    inward_.StartRead(&request_);
  }

  void GotAnswer(bool ok) {
    if (ok) return inward_.StartWrite(&answer_);
    {
      // The service has said its last word: it waits for no request that is still to come.
      const std::lock_guard lock(mutex_);
      answers_over_ = true;
      if (waiting_for_request_) EndRequestsLocked();
    }
    outward_.RemoveHold();
  }

  void Answered(bool ok) {
    if (ok) return outward_.StartRead(&answer_);
    outgoing_.TryCancel();
    outward_.RemoveHold();
  }

  void EndRequests() {
    const std::lock_guard lock(mutex_);
    EndRequestsLocked();
  }
  void EndRequestsLocked() {
    if (!std::exchange(requests_over_, true)) outward_.RemoveHold();
  }

  grpc::GenericCallbackServerContext* const context_;  // Lives until inward_ is done.
  rpc::Log& log_;
  rpc::Metrics& metrics_;
  Inward inward_;
  Outward outward_;
  grpc::ClientContext outgoing_;
  grpc::ByteBuffer request_, answer_;
  std::mutex mutex_;
  bool waiting_for_request_ = true;
  bool requests_over_ = false;
  bool answers_over_ = false;
};

// Answers at once.
class Refusing : public grpc::ServerGenericBidiReactor {
 public:
  explicit Refusing(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerGenericBidiReactor* GrpcDoor::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  if (methods_.Find(context->method()) == nullptr) {
    return new Refusing(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "no such method"));
  }
  grpc::GenericStub* const stub = routes_.Find(context->method());
  if (stub == nullptr) {
    return new Refusing(
        rpc::ToGrpc(Refuse(Reason::HUB_UNAVAILABLE, "That service is not part of this hub."),
                    rpc::TraceIdOf(*context)));
  }
  return std::make_shared<Relay>(context, log_, metrics_)->Start(*stub, context->method());
}

}  // namespace rufaa::gateway
