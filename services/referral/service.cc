#include "services/referral/service.h"

#include "projections/casefile/casefile.h"
#include "projections/offers/offers.h"
#include "projections/worklist/worklist.h"

namespace rufaa::referral_service {

ReferralService::ReferralService(rpc::Host& host) : host_(host) {}
ReferralService::~ReferralService() = default;

#define REFERRAL_COMMAND(Method, field)                                                            \
  grpc::ServerUnaryReactor* ReferralService::Method(grpc::CallbackServerContext* context,          \
                                                    const v1::Method##Request* request,            \
                                                    v1::ReferralReply* reply) {                    \
    return rpc::Unary(host_, RUFAA_METHOD_NAME(Method), rpc::Session::kRequired, context, request, \
                      reply,                                                                       \
                      [this](const rpc::CallPtr& call, const v1::Method##Request& asked,           \
                             v1::ReferralReply* answer,                                            \
                             const rpc::Done& done) { commands_.Do(call, asked, answer, done); }); \
  }
#include "services/referral/methods.inc"
#undef REFERRAL_COMMAND

grpc::ServerBidiReactor<v1::CommandRequest, v1::CommandReply>* ReferralService::StreamCommands(
    grpc::CallbackServerContext* context) {
  return rpc::CommandStream<v1::CommandRequest, v1::CommandReply>::Start(
      host_, RUFAA_METHOD_NAME(StreamCommands), context,
      [this](const rpc::CallPtr& call, const v1::CommandRequest& request, v1::CommandReply* reply,
             const rpc::Done& done) { commands_.Dispatch(call, request, reply, done); });
}

void ReferralService::GetReferral(const rpc::CallPtr& call, const v1::GetReferralRequest& request,
                                  v1::GetReferralResponse* reply, const rpc::Done& done) {
  // Answered from two views: both must be that new.
  rpc::WhenViewsAt(call, worklist::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     if (!ready.ok()) return done(ready);
                     rpc::WhenViewsAt(call, casefile::kName, request.min_revision(),
                                      [call, &request, reply, done](absl::Status both) {
                                        if (!both.ok()) return done(both);
                                        rpc::Sought sought{.purpose = request.purpose()};
                                        rpc::AnswerRead(call, sought,
                                                        ReadReferral(*call, request, reply, sought),
                                                        done);
                                      });
                   });
}

void ReferralService::ListWorklist(const rpc::CallPtr& call, const v1::ListWorklistRequest& request,
                                   grpc::ByteBuffer* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, worklist::kName, request.min_revision(),
                   [this, call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadWorklist(*call, request, pages_, reply) : ready);
                   });
}

void ReferralService::CountWorklists(const rpc::CallPtr& call,
                                     const v1::CountWorklistsRequest& request,
                                     v1::CountWorklistsResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, worklist::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadCounts(*call, request, reply) : ready);
                   });
}

void ReferralService::FindAlternatives(const rpc::CallPtr& call,
                                       const v1::FindAlternativesRequest& request,
                                       v1::FindAlternativesResponse* reply, const rpc::Done& done) {
  rpc::WhenViewsAt(call, offers::kName, request.min_revision(),
                   [call, &request, reply, done](absl::Status ready) {
                     done(ready.ok() ? ReadAlternatives(*call, request, reply) : ready);
                   });
}

}  // namespace rufaa::referral_service
