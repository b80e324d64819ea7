// The browser's door: the console's files and the hub's services over HTTP/1.1, at one address.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/proxy.h"
#include "services/gateway/server.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"

namespace rufaa::gateway {

struct GatewayOptions {
  HttpServerOptions http;
  ProxyOptions proxy;
  // "https://rufaa.example.org": what browsers call this address where a proxy brings TLS. Empty:
  // as each request says; then, without a certificate, only the loopback can sign in.
  std::string origin;
  std::string web_root;  // The built console; empty: none.
};

class Gateway {
 public:
  // Serves at once. `hub` is where the services are; `methods`, `log` and `metrics` must outlive
  // this.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const GatewayOptions& options,
                                                        const Methods& methods,
                                                        const std::shared_ptr<grpc::Channel>& hub,
                                                        rpc::Log& log, rpc::Metrics& metrics);
  virtual ~Gateway() = default;

  virtual int port() const = 0;
  // "http://127.0.0.1:7442", or the origin given.
  virtual std::string address() const = 0;

  // Ends streams, lets other answers leave, at most for `grace`; then nothing is under way.
  virtual void Stop(absl::Duration grace) = 0;
};

}  // namespace rufaa::gateway
