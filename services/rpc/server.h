// A gRPC server with what every one of ours has: health that follows the views, limits, a graceful
// end.
#pragma once

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace rufaa::rpc {

struct ServerOptions {
  std::string address;      // "127.0.0.1:7420"; port 0: any free one. "": in process only.
  bool reflection = false;  // Tells strangers what can be called: for development.
  std::shared_ptr<grpc::ServerCredentials> credentials = nullptr;  // nullptr: in clear.
  // Anybody may call, before it is known who: fewer things at once are taken, and smaller ones.
  bool of_strangers = false;
  // Takes every call that no service of the server does; must outlive the server.
  grpc::CallbackGenericService* generic = nullptr;
};

class Server {
 public:
  // `services` must outlive this.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::vector<grpc::Service*>& services);
  ~Server();  // Ends at once.

  int port() const { return port_; }
  std::shared_ptr<grpc::Channel> InProcessChannel() const;

  // What health v1 answers for the server as a whole (""): NOT_SERVING at first.
  void SetServing(bool serving);

  // Takes no new calls, lets those in flight end, at most for `grace`; then cancels them.
  void Drain(absl::Duration grace);

 private:
  explicit Server(std::unique_ptr<grpc::Server> server, int port);

  const std::unique_ptr<grpc::Server> server_;
  const int port_;
};

}  // namespace rufaa::rpc
