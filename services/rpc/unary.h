// The one way in and out of every unary method: validate, admit, handle, answer, record. A service
// says what it does with a request; nothing here knows any service.
//
//   RUFAA_READ(ListOffers)               calls  absl::Status ListOffers(const Call&,
//                                                   const ListOffersRequest&, ListOffersResponse*)
//   RUFAA_CALL(CountBeds, CountBedsResponse)  calls  void CountBeds(CallPtr,
//                                                   const CountBedsRequest&, Reply*, Done)
//
// inside a class that has `Host& host_`, and whose kService is its name.
#pragma once

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventlog/steady_time.h"
#include "services/rpc/call.h"
#include "services/rpc/status.h"
#include "services/rpc/validate.h"

namespace rufaa::rpc {

// With an answer that may be older than some seconds, since the log's brokers are away: how old it
// may be, in milliseconds. The reply's `revision` says which position it is as of.
inline constexpr char kAgeMetadata[] = "rufaa-age-ms";

// A unary call from its arrival to its answer.
class UnaryCall {
 public:
  UnaryCall(Host& host, absl::string_view method, grpc::CallbackServerContext* context)
      : host_(host),
        method_(method),
        context_(context),
        reactor_(context->DefaultReactor()),
        start_(SteadyNow()) {}

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }
  void set_call(CallPtr call) { call_ = std::move(call); }

  // Answers. The context and the reply may be gone when this returns.
  void Finish(const absl::Status& status);

 private:
  void TellAge(const CountyRuntime& county);

  Host& host_;
  const absl::string_view method_;
  grpc::CallbackServerContext* const context_;
  grpc::ServerUnaryReactor* const reactor_;
  const absl::Time start_;
  CallPtr call_;
};

// What bytes are answered that are no such message.
absl::Status NotARequest();

// A larger request than `max_bytes` is TOO_LARGE.
template <class Request, class Reply, class Handle>
grpc::ServerUnaryReactor* Unary(Host& host, absl::string_view method, Session session,
                                grpc::CallbackServerContext* context, const Request* request,
                                Reply* reply, Handle handle, size_t max_bytes = kMaxRequestBytes) {
  auto unary = std::make_shared<UnaryCall>(host, method, context);
  // gRPC may let go of everything as soon as the call is finished.
  grpc::ServerUnaryReactor* const reactor = unary->reactor();
  if (absl::Status valid = Validate(*request, max_bytes); !valid.ok()) {
    unary->Finish(valid);
    return reactor;
  }
  Admit(host, method, *context, session,
        [unary, request, reply, handle = std::move(handle)](absl::StatusOr<CallPtr> call) mutable {
          if (!call.ok()) return unary->Finish(call.status());
          unary->set_call(*call);
          handle(*std::move(call), *request, reply,
                 [unary](absl::Status status) { unary->Finish(status); });
        });
  return reactor;
}

// As Unary, for a handler that answers in bytes (services/rpc/kept_answers.h).
template <class Request, class Handle>
grpc::ServerUnaryReactor* UnaryInBytes(Host& host, absl::string_view method, Session session,
                                       grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* bytes, grpc::ByteBuffer* reply,
                                       Handle handle) {
  auto request = std::make_shared<Request>();
  grpc::ByteBuffer unread = *bytes;  // Reading takes it apart.
  if (!grpc::SerializationTraits<Request>::Deserialize(&unread, request.get()).ok()) {
    UnaryCall unary(host, method, context);
    grpc::ServerUnaryReactor* const reactor = unary.reactor();
    unary.Finish(NotARequest());
    return reactor;
  }
  return Unary(host, method, session, context, request.get(), reply,
               [request, handle = std::move(handle)](CallPtr call, const Request& asked,
                                                     grpc::ByteBuffer* answer, const Done& done) {
                 // The request lives until it is answered.
                 handle(std::move(call), asked, answer,
                        [request, done](absl::Status status) { done(std::move(status)); });
               });
}

}  // namespace rufaa::rpc

// A method whose handler answers later.
#define RUFAA_CALL(Method, Reply)                                                                \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                         \
                                   const v1::Method##Request* request, v1::Reply* reply)         \
      override {                                                                                 \
    return ::rufaa::rpc::Unary(                                                                  \
        host_, RUFAA_METHOD_NAME(Method), ::rufaa::rpc::Session::kRequired, context, request,    \
        reply, [this](auto&&... args) { this->Method(std::forward<decltype(args)>(args)...); }); \
  }

// The same, its answer in bytes; the class derives from WithRawCallbackMethod_<Method>.
#define RUFAA_CALL_IN_BYTES(Method)                                                              \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                         \
                                   const grpc::ByteBuffer* request, grpc::ByteBuffer* reply)     \
      override {                                                                                 \
    return ::rufaa::rpc::UnaryInBytes<v1::Method##Request>(                                      \
        host_, RUFAA_METHOD_NAME(Method), ::rufaa::rpc::Session::kRequired, context, request,    \
        reply, [this](auto&&... args) { this->Method(std::forward<decltype(args)>(args)...); }); \
  }

// A method whose handler answers at once.
#define RUFAA_READ(Method)                                                                     \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                       \
                                   const v1::Method##Request* request,                         \
                                   v1::Method##Response* reply) override {                     \
    return ::rufaa::rpc::Unary(                                                                \
        host_, RUFAA_METHOD_NAME(Method), ::rufaa::rpc::Session::kRequired, context, request,  \
        reply,                                                                                 \
        [this](::rufaa::rpc::CallPtr call, const auto& asked, auto* answer,                    \
               const ::rufaa::rpc::Done& done) { done(this->Method(*call, asked, answer)); }); \
  }

// "<Service>/<Method>", for logs and metrics.
#define RUFAA_METHOD_NAME(Method)                                         \
  ([]() -> absl::string_view {                                            \
    static const std::string name = absl::StrCat(kService, "/", #Method); \
    return name;                                                          \
  }())
