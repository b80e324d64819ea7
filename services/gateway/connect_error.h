// Refusals and failures as the Connect protocol writes them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/http.h"

namespace rufaa::gateway {

// "not_found"; "unknown" for what is no gRPC code.
absl::string_view ConnectCodeName(int grpc_code);
int HttpStatusOf(int grpc_code);

// {"code":…,"message":…,"details":[{"type":…,"value":…}]}
std::string ErrorJson(const google::rpc::Status& error);

// The whole answer of a unary call that ends with `error`.
HttpResponse UnaryError(const google::rpc::Status& error);

// The payload of a stream's last frame. `metadata` are the trailers.
std::string EndOfStreamJson(const google::rpc::Status& error, const Headers& metadata);

}  // namespace rufaa::gateway
