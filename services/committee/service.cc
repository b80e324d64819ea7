#include "services/committee/service.h"

#include "projections/board/board.h"
#include "projections/calendar/calendar.h"
#include "services/committee/board.h"

namespace rufaa::committee_service {

void CommitteeService::GetBoard(const rpc::CallPtr& call, const v1::GetBoardRequest& request,
                                grpc::ByteBuffer* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, board::kName, request.min_revision(),
                   [this, call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadBoard(*call, request, boards_, reply) : ready);
                   });
}

void CommitteeService::GetIndicators(const rpc::CallPtr& call,
                                     const v1::GetIndicatorsRequest& request,
                                     v1::GetIndicatorsResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, board::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadIndicators(*call, request, reply) : ready);
                   });
}

void CommitteeService::ListOverdue(const rpc::CallPtr& call, const v1::ListOverdueRequest& request,
                                   v1::ListOverdueResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, ViewOfOverdue(*call), request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadOverdue(*call, request, reply) : ready);
                   });
}

void CommitteeService::ListCountedCases(const rpc::CallPtr& call,
                                        const v1::ListCountedCasesRequest& request,
                                        v1::ListCountedCasesResponse* reply,
                                        const rpc::Done& done) {
  rpc::WhenViewsAt(call, board::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadCountedCases(*call, request, reply) : ready);
                   });
}

void CommitteeService::ListRunningReferrals(const rpc::CallPtr& call,
                                            const v1::ListRunningReferralsRequest& request,
                                            v1::ListRunningReferralsResponse* reply,
                                            const rpc::Done& done) {
  rpc::WhenViewsAt(call, board::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadRunningReferrals(*call, request, reply) : ready);
                   });
}

void CommitteeService::ListAnswers(const rpc::CallPtr& call, const v1::ListAnswersRequest& request,
                                   v1::ListAnswersResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, board::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadAnswers(*call, request, reply) : ready);
                   });
}

void CommitteeService::ListNeeds(const rpc::CallPtr& call, const v1::ListNeedsRequest& request,
                                 v1::ListNeedsResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, board::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadNeeds(*call, request, reply) : ready);
                   });
}

void CommitteeService::GetCourtWeeks(const rpc::CallPtr& call,
                                     const v1::GetCourtWeeksRequest& request,
                                     v1::GetCourtWeeksResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, calendar::kName, request.min_revision(),
                   [call, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadCourtWeeks(*call, reply) : ready);
                   });
}

}  // namespace rufaa::committee_service
