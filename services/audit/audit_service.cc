#include "services/audit/audit_service.h"

#include "projections/trail/trail.h"
#include "services/audit/trail.h"

namespace rufaa::audit_service {

void AuditService::GetTrail(const rpc::CallPtr& call, const v1::GetTrailRequest& request,
                            v1::GetTrailResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, trail::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (!ready.ok()) return done(ready);
                     rpc::Sought sought{.purpose = request.purpose()};
                     const absl::Status read = ReadTrail(*call, request, reply, sought);
                     rpc::AnswerEntered(call, sought, read, done);
                   });
}

void AuditService::GetAsOf(const rpc::CallPtr& call, const v1::GetAsOfRequest& request,
                           v1::GetAsOfResponse* reply, const rpc::Done& done) {
  // The past must be whole as far as it is asked for.
  rpc::WhenViewsAt(call, trail::kName, request.as_of_position(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (!ready.ok()) return done(ready);
                     rpc::Sought sought{.purpose = request.purpose()};
                     const absl::Status read = ReadAsOf(*call, request, reply, sought);
                     rpc::AnswerEntered(call, sought, read, done);
                   });
}

void AuditService::ListReads(const rpc::CallPtr& call, const v1::ListReadsRequest& request,
                             v1::ListReadsResponse* reply, const rpc::Done& done) {
  rpc::Sought sought{.purpose = request.purpose()};
  const absl::Status read = ReadReads(*call, request, reply, sought);
  rpc::AnswerEntered(call, sought, read, done);
}

}  // namespace rufaa::audit_service
