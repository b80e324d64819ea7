// Reads of one case from the caller's agency's own rows. What is personal opens only through the
// door (services/rpc/door.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "domain/policy/policy.h"
#include "projections/casefile/casefile.h"
#include "projections/casefile/reader.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/door.h"

namespace rufaa::case_service {

// Where the child is opens to whoever has stepped up, wherever that was, and is left out else.
void ReadCase(const rpc::CallPtr& call, const casework::v1::GetCaseRequest& request,
              casework::v1::GetCaseResponse* reply, const rpc::Done& done);

// What is left to be opened into `reply`, if anything is; `sought` is filled as far as it is known.
using Found = absl::StatusOr<std::optional<rpc::Reading>>;
Found ReadChild(const rpc::Call& call, const casework::v1::RevealChildRequest& request,
                casework::v1::RevealChildResponse* reply, rpc::Sought& sought);
Found ReadTimeline(const rpc::Call& call, const casework::v1::GetTimelineRequest& request,
                   casework::v1::GetTimelineResponse* reply, rpc::Sought& sought);

absl::Status ReadCaseload(const rpc::Call& call, const casework::v1::ListCaseloadRequest& request,
                          casework::v1::ListCaseloadResponse* reply);
absl::Status ReadCalendar(const rpc::Call& call,
                          const casework::v1::ListCourtCalendarRequest& request,
                          casework::v1::ListCourtCalendarResponse* reply);

// What the caller's agency may see of a case, as it stands today.
casework::v1::Case ToProto(const std::string& code, const casefile::CaseFile& file,
                           absl::CivilDay today);

}  // namespace rufaa::case_service
