// The audit trail, what an agency knew on a given day, and who saw what.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rufaa/audit/v1/audit_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/door.h"

namespace rufaa::audit_service {

// All fill `sought` as far as what they show is known: who reads the trail is entered in the access
// book before the answer leaves, whatever the answer.
absl::Status ReadTrail(const rpc::Call& call, const audit::v1::GetTrailRequest& request,
                       audit::v1::GetTrailResponse* reply, rpc::Sought& sought);

// The position that is asked for: the log's end if none is. MALFORMED beyond it, and for a time
// before the log begins; IN_FUTURE for one that is still ahead.
absl::StatusOr<uint64_t> MomentOf(const rpc::Call& call, const audit::v1::GetAsOfRequest& request);
absl::Status BeyondTheEnd(absl::string_view field);

// Replays the log up to `moment` through the same folds that serve today, into memory, for the
// cases that the agency had a part in, and shows of it what today's rules would have let its people
// read then (as_read.h). The views trail, casefile and calendar must be as of it. Who may not ask
// learns nothing of the moment.
absl::Status ReadAsOf(const rpc::Call& call, const audit::v1::GetAsOfRequest& request,
                      const absl::StatusOr<uint64_t>& moment, audit::v1::GetAsOfResponse* reply,
                      rpc::Sought& sought);

// A page of the access book.
absl::Status ReadReads(const rpc::Call& call, const audit::v1::ListReadsRequest& request,
                       audit::v1::ListReadsResponse* reply, rpc::Sought& sought);

// That a commit is in the log as of now. Who may ask for it may read the log's raw records, too.
absl::Status ReadProof(const rpc::Call& call, const audit::v1::GetProofRequest& request,
                       audit::v1::GetProofResponse* reply, rpc::Sought& sought);

// Enters a case that was asked for, if it can be one.
void AskForCase(const rpc::Call& call, const std::string& code, rpc::Sought& sought);

// Enters the case that `stream` is of, or that its referral is of, if it is of one.
absl::Status AddCaseOf(const rpc::Call& call, const std::string& stream, rpc::Sought& sought);

// The trail, the past and the access book are for oversight, and for a purpose.
absl::Status CheckMayAudit(const rpc::Call& call, common::v1::Purpose purpose);

}  // namespace rufaa::audit_service
