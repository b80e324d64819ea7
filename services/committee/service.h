// The county board over gRPC, and the activities of the programme.
#pragma once

#include "rufaa/committee/v1/committee_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/kept_answers.h"
#include "services/rpc/unary.h"

namespace rufaa::committee_service {

namespace v1 = committee::v1;

// The board is kept encoded, so that method speaks bytes.
class CommitteeService final : public v1::CommitteeService::WithRawCallbackMethod_GetBoard<
                                   v1::CommitteeService::CallbackService> {
 public:
  // `host` must outlive this.
  explicit CommitteeService(rpc::Host& host) : host_(host) {}

  static constexpr char kService[] = "CommitteeService";

  RUFAA_CALL_IN_BYTES(GetBoard)
  RUFAA_CALL(GetIndicators, GetIndicatorsResponse)
  RUFAA_CALL(ListOverdue, ListOverdueResponse)
  RUFAA_CALL(ListCountedCases, ListCountedCasesResponse)
  RUFAA_CALL(ListRunningReferrals, ListRunningReferralsResponse)
  RUFAA_CALL(ListAnswers, ListAnswersResponse)
  RUFAA_CALL(ListNeeds, ListNeedsResponse)
  RUFAA_CALL(GetCourtWeeks, GetCourtWeeksResponse)
  RUFAA_CALL(RecordActivity, RecordActivityResponse)
  RUFAA_CALL(WithdrawActivity, WithdrawActivityResponse)
  RUFAA_CALL(ListActivities, ListActivitiesResponse)

 private:
  void GetBoard(const rpc::CallPtr& call, const v1::GetBoardRequest& request,
                grpc::ByteBuffer* reply, const rpc::Done& done);
  void GetIndicators(const rpc::CallPtr& call, const v1::GetIndicatorsRequest& request,
                     v1::GetIndicatorsResponse* reply, const rpc::Done& done);
  void ListOverdue(const rpc::CallPtr& call, const v1::ListOverdueRequest& request,
                   v1::ListOverdueResponse* reply, const rpc::Done& done);
  void ListCountedCases(const rpc::CallPtr& call, const v1::ListCountedCasesRequest& request,
                        v1::ListCountedCasesResponse* reply, const rpc::Done& done);
  void ListRunningReferrals(const rpc::CallPtr& call,
                            const v1::ListRunningReferralsRequest& request,
                            v1::ListRunningReferralsResponse* reply, const rpc::Done& done);
  void ListAnswers(const rpc::CallPtr& call, const v1::ListAnswersRequest& request,
                   v1::ListAnswersResponse* reply, const rpc::Done& done);
  void ListNeeds(const rpc::CallPtr& call, const v1::ListNeedsRequest& request,
                 v1::ListNeedsResponse* reply, const rpc::Done& done);
  void GetCourtWeeks(const rpc::CallPtr& call, const v1::GetCourtWeeksRequest& request,
                     v1::GetCourtWeeksResponse* reply, const rpc::Done& done);
  // Of the programme (activities.cc).
  void RecordActivity(const rpc::CallPtr& call, const v1::RecordActivityRequest& request,
                      v1::RecordActivityResponse* reply, rpc::Done done);
  void WithdrawActivity(const rpc::CallPtr& call, const v1::WithdrawActivityRequest& request,
                        v1::WithdrawActivityResponse* reply, rpc::Done done);
  void ListActivities(const rpc::CallPtr& call, const v1::ListActivitiesRequest& request,
                      v1::ListActivitiesResponse* reply, const rpc::Done& done);

  rpc::Host& host_;
  rpc::KeptAnswers<v1::GetBoardResponse> boards_;
};

}  // namespace rufaa::committee_service
