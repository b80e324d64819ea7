// The hub's door: for browsers the console's files and the services over HTTP/1.1, at one address;
// where the services are processes of their own, for gRPC's clients the services at another.
#pragma once

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
  // host:port of the door for gRPC, with the certificate of `http` if it has one; empty: none.
  std::string grpc_listen;
};

class Gateway {
 public:
  // Serves at once. `methods`, `log` and `metrics` must outlive this.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const GatewayOptions& options,
                                                        const Methods& methods, Routes routes,
                                                        rpc::Log& log, rpc::Metrics& metrics);
  virtual ~Gateway() = default;

  virtual int port() const = 0;
  virtual int grpc_port() const = 0;  // 0: no door for gRPC.
  // "http://127.0.0.1:7442", or the origin given.
  virtual std::string address() const = 0;

  // Ends streams, lets other answers leave, at most for `grace`; then nothing is under way.
  virtual void Stop(absl::Duration grace) = 0;
};

}  // namespace rufaa::gateway
