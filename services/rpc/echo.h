// The least that gRPC can do here: what every figure of the hub stands beside.
#pragma once

#include "rufaa/bench/v1/echo_service.grpc.pb.h"

namespace rufaa::rpc {

class EchoService final : public bench::v1::EchoService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const bench::v1::EchoRequest* request,
                                 bench::v1::EchoResponse* response) override;
  grpc::ServerBidiReactor<bench::v1::EchoRequest, bench::v1::EchoResponse>* StreamEcho(
      grpc::CallbackServerContext* context) override;
};

}  // namespace rufaa::rpc
