// The audit trail over gRPC.
#pragma once

#include "rufaa/audit/v1/audit_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::audit_service {

namespace v1 = audit::v1;

class AuditService final : public v1::AuditService::CallbackService {
 public:
  // `host` must outlive this.
  explicit AuditService(rpc::Host& host) : host_(host) {}

  static constexpr char kService[] = "AuditService";

  RUFAA_CALL(GetTrail, GetTrailResponse)
  RUFAA_CALL(GetAsOf, GetAsOfResponse)
  RUFAA_CALL(ListReads, ListReadsResponse)
  RUFAA_CALL(GetProof, GetProofResponse)

 private:
  void GetTrail(const rpc::CallPtr& call, const v1::GetTrailRequest& request,
                v1::GetTrailResponse* reply, const rpc::Done& done);
  void GetAsOf(const rpc::CallPtr& call, const v1::GetAsOfRequest& request,
               v1::GetAsOfResponse* reply, const rpc::Done& done);
  void ListReads(const rpc::CallPtr& call, const v1::ListReadsRequest& request,
                 v1::ListReadsResponse* reply, const rpc::Done& done);
  void GetProof(const rpc::CallPtr& call, const v1::GetProofRequest& request,
                v1::GetProofResponse* reply, const rpc::Done& done);

  rpc::Host& host_;
};

}  // namespace rufaa::audit_service
