#include "services/gateway/bare_status.h"

#include "domain/base/refusal.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/routes.h"

namespace rufaa::gateway {
namespace {

// The others are the caller's own: too slow, gone, too large.
bool IsTrouble(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::INTERNAL ||
         code == grpc::StatusCode::UNKNOWN || code == grpc::StatusCode::UNAUTHENTICATED;
}

}  // namespace

bool IsBare(const grpc::Status& answer) {
  google::rpc::Status told;
  return !answer.ok() && (answer.error_details().empty() ||
                          !told.ParseFromString(answer.error_details()) || told.details().empty());
}

absl::Status InOurWords(const grpc::Status& bare) {
  if (bare.error_code() == grpc::StatusCode::UNAVAILABLE) return Refuse(Reason::HUB_UNAVAILABLE);
  if (bare.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
    return Refuse(Reason::MESSAGE_TOO_LARGE);
  }
  return absl::Status(static_cast<absl::StatusCode>(bare.error_code()), "");
}

void NoteBare(const grpc::Status& bare, const std::string& path, absl::string_view trace_id,
              rpc::Log& log, rpc::Metrics& metrics) {
  if (!IsTrouble(bare.error_code())) return;
  const absl::string_view service = ServiceOfPath(path);
  const std::string code =
      absl::StatusCodeToString(static_cast<absl::StatusCode>(bare.error_code()));
  metrics
      .CounterOf("rufaa_gateway_failed_calls_total",
                 "Calls that failed between the gateway and a service, by gRPC's code.",
                 {{"service", std::string(service)}, {"code", code}})
      .Add();
  log.Write(rpc::Level::kWarning, "service not reached",
            {{"service", service},
             {"method", path},
             {"trace", trace_id},
             {"code", code},
             {"problem", bare.error_message()}});
}

}  // namespace rufaa::gateway
