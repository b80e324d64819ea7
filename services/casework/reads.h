// Reads of one case from the caller's agency's own rows. What is personal opens only through the
// door (services/rpc/door.h).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/policy/policy.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "services/rpc/call.h"

namespace rufaa::case_service {

absl::Status ReadCase(const rpc::Call& call, const casework::v1::GetCaseRequest& request,
                      casework::v1::GetCaseResponse* reply);
absl::Status ReadChild(const rpc::Call& call, const casework::v1::RevealChildRequest& request,
                       casework::v1::RevealChildResponse* reply);
absl::Status ReadTimeline(const rpc::Call& call, const casework::v1::GetTimelineRequest& request,
                          casework::v1::GetTimelineResponse* reply);

absl::Status ReadCaseload(const rpc::Call& call, const casework::v1::ListCaseloadRequest& request,
                          casework::v1::ListCaseloadResponse* reply);
absl::Status ReadCalendar(const rpc::Call& call,
                          const casework::v1::ListCourtCalendarRequest& request,
                          casework::v1::ListCourtCalendarResponse* reply);

// What the caller's agency may see of a case.
casework::v1::Case ToProto(const std::string& code, const casefile::CaseFile& file);

}  // namespace rufaa::case_service
