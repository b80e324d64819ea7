// HTTP/1.1 for browsers: reads requests off many connections with few threads, and gives each to a
// handler. Nothing that a client does or leaves undone costs more than its own small connection,
// and what all of them may take together of the room for bodies.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/http.h"
#include "services/rpc/metrics.h"

namespace rufaa::gateway {

struct HttpServerOptions {
  std::string listen = "127.0.0.1:0";  // host:port; port 0: any free one.
  std::string cert_file, key_file;     // PEM; both or none.
  size_t max_header_bytes = size_t{16} << 10;
  size_t max_body_bytes = (size_t{1} << 20) + (size_t{64} << 10);
  // Of a body so much is the connection's own; what is beyond it, until the request is answered, is
  // taken from the room that all connections have together. Calls of the daily work are small, and
  // go on when that is full.
  size_t small_body_bytes = size_t{16} << 10;
  size_t body_room_bytes = size_t{64} << 20;
  size_t max_connections = 8192;
  absl::Duration header_time = absl::Seconds(10);  // From a request's first byte; handshake too.
  absl::Duration body_time = absl::Seconds(60);
  absl::Duration idle_time = absl::Seconds(75);   // Between requests.
  absl::Duration write_time = absl::Seconds(30);  // Of a small answer; larger ones have more.
  int threads = 2;
};

class HttpServer {
 public:
  // `handler` and `metrics` must outlive this. Raises this process's limit of open files as far as
  // the system lets it.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options,
                                                           HttpHandler& handler,
                                                           rpc::Metrics& metrics);
  // Closes what is still open.
  virtual ~HttpServer() = default;

  virtual int port() const = 0;

  // Takes no new connection and no further request, tells streams to end, lets answers that are
  // under way leave, at most for `grace`; then closes every connection. No request comes after.
  virtual void Drain(absl::Duration grace) = 0;
};

}  // namespace rufaa::gateway
