// The county as its committee sees it: counts, never a child. For the committee cells of 1 to 9 are
// hidden, with as many others as it takes that none can be reckoned back.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rufaa/committee/v1/committee_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/kept_answers.h"

namespace rufaa::committee_service {

// Who may see the county's counts at all.
absl::Status CheckMayCount(const rpc::Call& call);

// Summed once for all who may see the same, until the county moves on or the minute ends.
using KeptBoards = rpc::KeptAnswers<committee::v1::GetBoardResponse>;
absl::Status ReadBoard(const rpc::Call& call, const committee::v1::GetBoardRequest& request,
                       KeptBoards& kept, grpc::ByteBuffer* reply);
absl::Status ReadIndicators(const rpc::Call& call,
                            const committee::v1::GetIndicatorsRequest& request,
                            committee::v1::GetIndicatorsResponse* reply);
// Who sees suppressed counts is answered from the counters, so that lines and counts are one.
absl::string_view ViewOfOverdue(const rpc::Call& call);
absl::Status ReadOverdue(const rpc::Call& call, const committee::v1::ListOverdueRequest& request,
                         committee::v1::ListOverdueResponse* reply);
// The lists behind the figures (listing.h).
absl::Status ReadCountedCases(const rpc::Call& call,
                              const committee::v1::ListCountedCasesRequest& request,
                              committee::v1::ListCountedCasesResponse* reply);
absl::Status ReadRunningReferrals(const rpc::Call& call,
                                  const committee::v1::ListRunningReferralsRequest& request,
                                  committee::v1::ListRunningReferralsResponse* reply);
absl::Status ReadAnswers(const rpc::Call& call, const committee::v1::ListAnswersRequest& request,
                         committee::v1::ListAnswersResponse* reply);
absl::Status ReadNeeds(const rpc::Call& call, const committee::v1::ListNeedsRequest& request,
                       committee::v1::ListNeedsResponse* reply);
absl::Status ReadCourtWeeks(const rpc::Call& call, committee::v1::GetCourtWeeksResponse* reply);

// "MSA-7F••-••": enough for its owner to recognise it.
std::string MaskedCode(absl::string_view code);

}  // namespace rufaa::committee_service
