// What changed, over gRPC, as it happens.
#pragma once

#include "rufaa/live/v1/live_service.grpc.pb.h"
#include "services/rpc/host.h"

namespace rufaa::live_service {

namespace v1 = live::v1;

class LiveService final : public v1::LiveService::CallbackService {
 public:
  // `host` must outlive this.
  explicit LiveService(rpc::Host& host) : host_(host) {}

  static constexpr char kService[] = "LiveService";

  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(grpc::CallbackServerContext* context,
                                                     const v1::WatchRequest* request) override;

 private:
  rpc::Host& host_;
};

}  // namespace rufaa::live_service
