// Referrals over gRPC.
#pragma once

#include "rufaa/referral/v1/referral_service.grpc.pb.h"
#include "services/referral/commands.h"
#include "services/referral/reads.h"
#include "services/rpc/command_stream.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::referral_service {

// A page of a worklist is kept encoded, so that method speaks bytes.
class ReferralService final : public v1::ReferralService::WithRawCallbackMethod_ListWorklist<
                                  v1::ReferralService::CallbackService> {
 public:
  // `host` must outlive this.
  explicit ReferralService(rpc::Host& host);
  ~ReferralService() override;

  static constexpr char kService[] = "ReferralService";

#define REFERRAL_COMMAND(Method, field)                                                          \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                         \
                                   const v1::Method##Request* request, v1::ReferralReply* reply) \
      override;
#include "services/referral/methods.inc"
#undef REFERRAL_COMMAND

  grpc::ServerBidiReactor<v1::CommandRequest, v1::CommandReply>* StreamCommands(
      grpc::CallbackServerContext* context) override;

  RUFAA_CALL(GetReferral, GetReferralResponse)
  RUFAA_CALL_IN_BYTES(ListWorklist)
  RUFAA_CALL(CountWorklists, CountWorklistsResponse)
  RUFAA_CALL(FindAlternatives, FindAlternativesResponse)

 private:
  void GetReferral(const rpc::CallPtr& call, const v1::GetReferralRequest& request,
                   v1::GetReferralResponse* reply, const rpc::Done& done);
  void ListWorklist(const rpc::CallPtr& call, const v1::ListWorklistRequest& request,
                    grpc::ByteBuffer* reply, const rpc::Done& done);
  void CountWorklists(const rpc::CallPtr& call, const v1::CountWorklistsRequest& request,
                      v1::CountWorklistsResponse* reply, const rpc::Done& done);
  void FindAlternatives(const rpc::CallPtr& call, const v1::FindAlternativesRequest& request,
                        v1::FindAlternativesResponse* reply, const rpc::Done& done);

  rpc::Host& host_;
  Commands commands_;
  KeptPages pages_;
};

}  // namespace rufaa::referral_service
