// The one place where a refusal or failure becomes what goes over the wire, and back.
//
// A refusal travels as google.rpc.Status in the call's details: ErrorInfo with the reason and its
// facts, BadRequest naming fields, RetryInfo where the same request may be sent again. A failure
// (a status without a reason) tells the caller nothing but a number to quote: what failed is in our
// log, not in their hands.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace rufaa::rpc {

inline constexpr absl::string_view kErrorDomain = "rufaa";

// `correlation` is the trace id under which a failure was logged.
google::rpc::Status ToProto(const absl::Status& status, absl::string_view correlation);
grpc::Status ToGrpc(const absl::Status& status, absl::string_view correlation);

// What a client makes of an answer: the refusal again, with its reason and details, when the
// status carries one that this build knows; else the bare code and text.
absl::Status FromProto(const google::rpc::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

// The name that stands in metrics and logs: "OK", the reason, or the code of a failure.
std::string ReasonName(const absl::Status& status);

}  // namespace rufaa::rpc
