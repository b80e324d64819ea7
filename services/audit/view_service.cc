#include "services/audit/view_service.h"

#include <string>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/rpc/command_policy.h"

namespace rufaa::audit_service {
namespace {

namespace v1 = view::v1;

absl::Status CheckMayOperate(const rpc::Call& call) {
  const Acting by = call.caller.ToActing(call.now, call.now);
  return rpc::CheckMay(call, rpc::NoStanding(by),
                       {policy::Part::kDirectory, policy::Action::kAdminister});
}

void Fill(const ViewStatus& status, v1::View* proto) {
  proto->set_view(status.view);
  proto->set_version(status.version);
  proto->set_position(status.position);
  proto->set_lag(status.lag);
  proto->set_rebuilding(status.state == ViewState::kBuildingBeside);
  proto->set_rebuild_position(status.building_position);
}

absl::Status List(const rpc::Call& call, v1::ListViewsResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayOperate(call));
  reply->set_head(call.county->log.Head());
  for (const ViewStatus& status : call.county->views.Status()) Fill(status, reply->add_views());
  return absl::OkStatus();
}

absl::Status Rebuild(const rpc::Call& call, const v1::RebuildViewRequest& request,
                     v1::RebuildViewResponse* reply) {
  RUFAA_RETURN_IF_ERROR(CheckMayOperate(call));
  bool found = false;
  for (const ViewStatus& status : call.county->views.Status()) {
    if (!request.view().empty() && request.view() != status.view) continue;
    found = true;
    RUFAA_RETURN_IF_ERROR(call.county->views.Rebuild(status.view));
  }
  if (!found) return Refuse(Reason::NOT_FOUND_OR_NOT_YOURS, {}, {{"field", "view"}});
  for (const ViewStatus& status : call.county->views.Status()) {
    if (request.view().empty() || request.view() == status.view) Fill(status, reply->add_views());
  }
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* ViewService::ListViews(grpc::CallbackServerContext* context,
                                                 const v1::ListViewsRequest* request,
                                                 v1::ListViewsResponse* reply) {
  return rpc::Unary(
      host_, RUFAA_METHOD_NAME(ListViews), rpc::Session::kRequired, context, request, reply,
      [](const rpc::CallPtr& call, const v1::ListViewsRequest&, v1::ListViewsResponse* answer,
         const rpc::Done& done) { done(List(*call, answer)); });
}

grpc::ServerUnaryReactor* ViewService::RebuildView(grpc::CallbackServerContext* context,
                                                   const v1::RebuildViewRequest* request,
                                                   v1::RebuildViewResponse* reply) {
  return rpc::Unary(host_, RUFAA_METHOD_NAME(RebuildView), rpc::Session::kRequired, context,
                    request, reply,
                    [](const rpc::CallPtr& call, const v1::RebuildViewRequest& asked,
                       v1::RebuildViewResponse* answer,
                       const rpc::Done& done) { done(Rebuild(*call, asked, answer)); });
}

}  // namespace rufaa::audit_service
