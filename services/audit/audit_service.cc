#include "services/audit/audit_service.h"

#include "projections/trail/trail.h"
#include "services/audit/trail.h"

namespace rufaa::audit_service {

void AuditService::GetTrail(const rpc::CallPtr& call, const v1::GetTrailRequest& request,
                            v1::GetTrailResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, trail::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadTrail(*call, request, reply) : ready);
                   });
}

void AuditService::GetAsOf(const rpc::CallPtr& call, const v1::GetAsOfRequest& request,
                           v1::GetAsOfResponse* reply, const rpc::Done& done) {
  // The past must be whole as far as it is asked for.
  rpc::WhenViewsAt(call, trail::kName, request.as_of_position(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadAsOf(*call, request, reply) : ready);
                   });
}

}  // namespace rufaa::audit_service
