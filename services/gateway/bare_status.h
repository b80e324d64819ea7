// What a call ended with that no service has answered: gRPC's own word, which tells addresses of
// the county's network. Whoever called is told a refusal of the catalogue; the word itself is for
// whoever keeps the hub running.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"

namespace rufaa::gateway {

// A service's own answer has details.
bool IsBare(const grpc::Status& answer);

// What is told of it: HUB_UNAVAILABLE, MESSAGE_TOO_LARGE, or the code alone.
absl::Status InOurWords(const grpc::Status& bare);

// Counts it, and writes gRPC's word into the log, where it is a trouble between gateway and
// service. `path` is the method's: "/rufaa.casework.v1.CaseworkService/GetCase".
void NoteBare(const grpc::Status& bare, const std::string& path, absl::string_view trace_id,
              rpc::Log& log, rpc::Metrics& metrics);

}  // namespace rufaa::gateway
