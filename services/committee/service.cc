#include "services/committee/service.h"

#include "projections/board/board.h"
#include "projections/deadlines/deadlines.h"
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
  rpc::WhenViewsAt(call, deadlines::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadOverdue(*call, request, reply) : ready);
                   });
}

}  // namespace rufaa::committee_service
