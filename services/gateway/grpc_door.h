// The door for gRPC's own clients (the command line, partners' systems) where the services are
// processes of their own: one address, every method of the hub, passed on as it comes. Calls carry
// their session, trace and deadline with them; the services decide.
#pragma once

#include <grpcpp/generic/async_generic_service.h>

#include "services/gateway/methods.h"
#include "services/gateway/routes.h"

namespace rufaa::gateway {

class GrpcDoor final : public grpc::CallbackGenericService {
 public:
  // Both must outlive this.
  GrpcDoor(const Methods& methods, const Routes& routes) : methods_(methods), routes_(routes) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

 private:
  const Methods& methods_;
  const Routes& routes_;
};

}  // namespace rufaa::gateway
