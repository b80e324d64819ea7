#include "services/rpc/status.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "google/rpc/error_details.pb.h"

namespace rufaa::rpc {
namespace {

constexpr int64_t kRetryDelayMs = 1000;

// A call's end that is nobody's fault here and names itself well enough.
bool SpeaksForItself(absl::StatusCode code) {
  return code == absl::StatusCode::kCancelled || code == absl::StatusCode::kDeadlineExceeded ||
         code == absl::StatusCode::kUnimplemented;
}

google::rpc::Status FailureToProto(const absl::Status& status, absl::string_view correlation) {
  google::rpc::Status proto;
  google::rpc::ErrorInfo info;
  info.set_domain(std::string(kErrorDomain));
  if (SpeaksForItself(status.code())) {
    proto.set_code(static_cast<int>(status.code()));
    proto.set_message(absl::StatusCodeToString(status.code()));
    info.set_reason(absl::StatusCodeToString(status.code()));
  } else {
    proto.set_code(static_cast<int>(absl::StatusCode::kInternal));
    proto.set_message(
        absl::StrCat("Something failed in the hub. Quote ", correlation, " to its technician."));
    info.set_reason("INTERNAL");
  }
  (*info.mutable_metadata())["correlation"] = std::string(correlation);
  proto.add_details()->PackFrom(info);
  return proto;
}

void AddBadRequest(const RefusalDetails& details, google::rpc::Status& proto) {
  google::rpc::BadRequest bad;
  for (const auto& [key, value] : details) {
    if (key == "field") {
      bad.add_field_violations()->set_field(value);
    } else if (key == "problem" && bad.field_violations_size() > 0) {
      bad.mutable_field_violations(bad.field_violations_size() - 1)->set_description(value);
    }
  }
  if (bad.field_violations_size() > 0) proto.add_details()->PackFrom(bad);
}

void AddRetry(const RefusalDetails& details, google::rpc::Status& proto) {
  int64_t delay_ms = kRetryDelayMs;
  for (const auto& [key, value] : details) {
    if (key == "retry_ms" && !absl::SimpleAtoi(value, &delay_ms)) delay_ms = kRetryDelayMs;
  }
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(delay_ms / 1000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(delay_ms % 1000 * 1'000'000));
  proto.add_details()->PackFrom(retry);
}

std::optional<Reason> ReasonNamed(absl::string_view name) {
  for (const ReasonInfo& info : AllReasons()) {
    if (info.name == name) return info.reason;
  }
  return std::nullopt;
}

}  // namespace

google::rpc::Status ToProto(const absl::Status& status, absl::string_view correlation) {
  const absl::optional<Refusal> refusal = RefusalOf(status);
  if (status.ok()) return {};
  if (!refusal) return FailureToProto(status, correlation);

  const ReasonInfo& reason = InfoOf(refusal->reason);
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(std::string(status.message()));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason.name));
  info.set_domain(std::string(kErrorDomain));
  // `insert` keeps the first of equal keys: BadRequest has them all.
  for (const auto& [key, value] : refusal->details) info.mutable_metadata()->insert({key, value});
  proto.add_details()->PackFrom(info);
  AddBadRequest(refusal->details, proto);
  if (reason.retry == "yes") AddRetry(refusal->details, proto);
  return proto;
}

grpc::Status ToGrpc(const absl::Status& status, absl::string_view correlation) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status proto = ToProto(status, correlation);
  return grpc::Status(static_cast<grpc::StatusCode>(proto.code()), proto.message(),
                      proto.SerializeAsString());
}

absl::Status FromProto(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  for (const google::protobuf::Any& detail : status.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
  }
  const std::optional<Reason> reason = ReasonNamed(info.reason());
  if (!reason || info.domain() != std::string(kErrorDomain)) {
    return absl::Status(static_cast<absl::StatusCode>(status.code()), status.message());
  }
  RefusalDetails details;
  for (const auto& violation : bad.field_violations()) {
    details.emplace_back("field", violation.field());
    if (!violation.description().empty()) details.emplace_back("problem", violation.description());
  }
  for (const auto& [key, value] : info.metadata()) {
    if (bad.field_violations_size() > 0 && (key == "field" || key == "problem")) continue;
    details.emplace_back(key, value);
  }
  return Refuse(*reason, status.message(), std::move(details));
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status proto;
  if (status.error_details().empty() || !proto.ParseFromString(status.error_details()) ||
      proto.code() != static_cast<int>(status.error_code())) {
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }
  return FromProto(proto);
}

std::string ReasonName(const absl::Status& status) {
  if (status.ok()) return "OK";
  if (const absl::optional<Refusal> refusal = RefusalOf(status)) {
    return std::string(InfoOf(refusal->reason).name);
  }
  return absl::StatusCodeToString(status.code());
}

}  // namespace rufaa::rpc
