// The audit trail, and what an agency knew on a given day.
#pragma once

#include "absl/status/status.h"
#include "rufaa/audit/v1/audit_service.pb.h"
#include "services/rpc/call.h"

namespace rufaa::audit_service {

absl::Status ReadTrail(const rpc::Call& call, const audit::v1::GetTrailRequest& request,
                       audit::v1::GetTrailResponse* reply);

// Replays the log up to a position through the same folds that serve today, into memory, for the
// cases that the agency had a part in: what it could see then is what it could see now.
absl::Status ReadAsOf(const rpc::Call& call, const audit::v1::GetAsOfRequest& request,
                      audit::v1::GetAsOfResponse* reply);

// Passes the door: the trail and the past are for oversight, for a purpose, and reading them is
// recorded.
absl::Status Enter(const rpc::Call& call, common::v1::Purpose purpose,
                   const std::string& case_code);

}  // namespace rufaa::audit_service
