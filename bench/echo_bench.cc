#include "bench/echo_bench.h"

#include "absl/strings/str_cat.h"
#include "domain/base/check.h"
#include "rufaa/bench/v1/echo_service.pb.h"
#include "services/rpc/echo.h"
#include "services/rpc/server.h"

namespace rufaa::bench {

struct EchoServer::Parts {
  rpc::EchoService service;
  std::unique_ptr<rpc::Server> server;
};

EchoServer::EchoServer() : parts_(std::make_unique<Parts>()) {
  rpc::ServerOptions options;
  options.address = "127.0.0.1:0";
  auto server = rpc::Server::Start(options, {&parts_->service});
  RUFAA_CHECK(server.ok());
  parts_->server = *std::move(server);
  target_ = absl::StrCat("127.0.0.1:", parts_->server->port());
}

EchoServer::~EchoServer() = default;

Load EchoServer::LoadOf(size_t payload, size_t reply_bytes, int connections, int in_flight,
                        uint64_t calls) const {
  rufaa::bench::v1::EchoRequest request;
  request.set_payload(std::string(payload, 'x'));
  request.set_reply_bytes(static_cast<uint32_t>(reply_bytes));
  Load load;
  load.target = target_;
  load.method = "/rufaa.bench.v1.EchoService/Echo";
  load.connections = connections;
  load.in_flight = in_flight;
  load.warm_up = calls / 10;
  load.calls = calls;
  load.request = [bytes = request.SerializeAsString()](uint64_t) { return bytes; };
  return load;
}

}  // namespace rufaa::bench
