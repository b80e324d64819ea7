// The county log over gRPC: its fields and records for oversight; that it goes on, and holds, for
// operators too.
#pragma once

#include "rufaa/log/v1/log_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::audit_log {

namespace v1 = log::v1;

class LogService final : public v1::LogService::CallbackService {
 public:
  // `host` must outlive this.
  explicit LogService(rpc::Host& host) : host_(host) {}

  static constexpr char kService[] = "LogService";

  grpc::ServerWriteReactor<v1::ReadLogResponse>* ReadLog(
      grpc::CallbackServerContext* context, const v1::ReadLogRequest* request) override;
  grpc::ServerWriteReactor<v1::TailLogResponse>* TailLog(
      grpc::CallbackServerContext* context, const v1::TailLogRequest* request) override;
  RUFAA_READ(GetHead)
  RUFAA_READ(GetRoot)
  RUFAA_READ(VerifyLog)

 private:
  absl::Status GetHead(const rpc::Call& call, const v1::GetHeadRequest& request,
                       v1::GetHeadResponse* reply);
  absl::Status GetRoot(const rpc::Call& call, const v1::GetRootRequest& request,
                       v1::GetRootResponse* reply);
  absl::Status VerifyLog(const rpc::Call& call, const v1::VerifyLogRequest& request,
                         v1::VerifyLogResponse* reply);

  rpc::Host& host_;
};

}  // namespace rufaa::audit_log
