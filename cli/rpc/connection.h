// Calls to a hub. Every call has a deadline; what is UNAVAILABLE and may be repeated
// (services/rpc/repeatable.h) is tried again within it, with the same request and so the same
// request_id.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/rpc/server_address.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

class Connection {
 public:
  // Connects at the first call. Every call of this object belongs to one trace.
  explicit Connection(const ServerAddress& server);
  // Of a channel made elsewhere.
  explicit Connection(std::shared_ptr<grpc::Channel> channel);

  const std::string& trace_id() const { return trace_id_; }
  // For generated stubs; give each call a context of NewContext().
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Hears of replies that may be more than half a minute old: the hub's log does not answer.
  void set_on_old(std::function<void(absl::Duration age)> on_old) { on_old_ = std::move(on_old); }

  // Sent with every call from now on.
  void set_token(std::string token) { token_ = std::move(token); }

  // With deadline, session and trace. A deadline of InfiniteDuration is none: for a stream that
  // goes on until its caller ends it.
  std::unique_ptr<grpc::ClientContext> NewContext(absl::Duration timeout) const;

  // A unary call of any method. `retrying` hears why and that it is tried again. When the time is
  // over meanwhile, the last such reason is the answer.
  using Retrying = std::function<void(const absl::Status&)>;
  absl::Status Call(const google::protobuf::MethodDescriptor& method,
                    const google::protobuf::Message& request, google::protobuf::Message& response,
                    absl::Duration timeout, const Retrying& retrying = {}) const;

  // Whether the server takes a connection. False as soon as it was refused, or after `within`.
  bool Connects(absl::Duration within) const;

  // grpc.health.v1: the state of the server as a whole, 1 when it serves.
  absl::StatusOr<uint64_t> CheckHealth(absl::Duration timeout) const;

 private:
  absl::Status CallOnce(const std::string& path, const google::protobuf::Message& request,
                        google::protobuf::Message& response, absl::Duration timeout) const;

  std::string trace_id_, trace_header_;
  std::string token_;
  std::function<void(absl::Duration)> on_old_;
  std::shared_ptr<grpc::Channel> channel_;
};

// 16 random bytes as "3f0e2c9a-5d41-4b7e-9c55-0d7c1f2a8b66" (RFC 4122, version 4).
std::string NewRequestId();

}  // namespace rufaa::cli
