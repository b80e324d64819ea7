// The door for gRPC's own clients (the command line, partners' systems) where the services are
// processes of their own: one address, every method of the hub, passed on as it comes. Calls carry
// their session, trace and deadline with them; the services decide. Of a service that can't be
// reached callers are told HUB_UNAVAILABLE, and no address.
#pragma once

#include <grpcpp/generic/async_generic_service.h>

#include "services/gateway/methods.h"
#include "services/gateway/routes.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"

namespace rufaa::gateway {

class GrpcDoor final : public grpc::CallbackGenericService {
 public:
  // All must outlive this.
  GrpcDoor(const Methods& methods, const Routes& routes, rpc::Log& log, rpc::Metrics& metrics)
      : methods_(methods), routes_(routes), log_(log), metrics_(metrics) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

 private:
  const Methods& methods_;
  const Routes& routes_;
  rpc::Log& log_;
  rpc::Metrics& metrics_;
};

}  // namespace rufaa::gateway
