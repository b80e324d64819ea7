// The projections over gRPC: how far each has read, and building one anew.
#pragma once

#include "rufaa/view/v1/view_service.grpc.pb.h"
#include "services/rpc/host.h"
#include "services/rpc/unary.h"

namespace rufaa::audit_service {

class ViewService final : public view::v1::ViewService::CallbackService {
 public:
  // `host` must outlive this.
  explicit ViewService(rpc::Host& host) : host_(host) {}

  static constexpr char kService[] = "ViewService";

  grpc::ServerUnaryReactor* ListViews(grpc::CallbackServerContext* context,
                                      const view::v1::ListViewsRequest* request,
                                      view::v1::ListViewsResponse* reply) override;
  grpc::ServerUnaryReactor* RebuildView(grpc::CallbackServerContext* context,
                                        const view::v1::RebuildViewRequest* request,
                                        view::v1::RebuildViewResponse* reply) override;

 private:
  rpc::Host& host_;
};

}  // namespace rufaa::audit_service
