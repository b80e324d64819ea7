// One Connect call on its way through the proxy: what unary calls and streams have in common.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/connect_call.h"
#include "services/gateway/proxy.h"
#include "services/rpc/trace.h"

namespace rufaa::gateway {

class ProxyCall {
 public:
  ProxyCall(Proxy& proxy, const Method& method, Codec codec, const HttpRequest& request,
            std::shared_ptr<Exchange> exchange);

  // Checks who asks and how, and makes the message that gRPC sends of the request's body.
  absl::Status Read(const HttpRequest& request);

  // Of a refusal of the gateway's own, or of what gRPC answered.
  google::rpc::Status ErrorOf(const absl::Status& refusal) const;
  google::rpc::Status ErrorOf(const grpc::Status& answer) const;

  // A message of the answer in the codec and, where that helps, the compression asked for.
  struct Payload {
    std::string bytes;
    bool gzip = false;
  };
  absl::StatusOr<Payload> PayloadOf(const std::string& message) const;

  // The metadata that may be passed on, as headers named with `prefix`.
  using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;
  void PassOn(const Metadata& metadata, absl::string_view prefix, Headers& headers) const;

  // Counts the call and writes its line in the log. Once.
  void Record(const google::rpc::Status& error) const;

  Proxy& proxy;
  const Method& method;
  const std::shared_ptr<Exchange> exchange;
  const rpc::Trace trace;
  const absl::Time start;
  ConnectCall asked;
  Visitor visitor;
  grpc::ClientContext context;
  grpc::ByteBuffer message;

 private:
  absl::StatusOr<std::string> MessageOf(const HttpRequest& request) const;
  void SetDeadline();
  void SetMetadata(const Headers& headers);
};

std::string BytesOf(const grpc::ByteBuffer& buffer);

// Each calls gRPC, answers, and lets go of `call` in the end.
void RunUnary(std::shared_ptr<ProxyCall> call);
void RunStream(std::shared_ptr<ProxyCall> call);

}  // namespace rufaa::gateway
