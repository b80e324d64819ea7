// The port for those who keep the hub running: /metrics, /livez, /readyz over HTTP/1.1. No personal
// data, no secret, nothing that changes anything; who may ask is the network's to say. One thread,
// one request per connection, small limits: nothing here can be made to cost the hub anything.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rpc/metrics.h"

namespace rufaa::rpc {

class Monitor {
 public:
  // Listens on `address`, "HOST:PORT", or "PORT" of the loopback; port 0: any free one. `metrics`
  // must outlive this. `not_ready` tells why the hub does not serve, or "" when it does.
  // INVALID_ARGUMENT for what is no address, UNAVAILABLE for one that can't be had.
  static absl::StatusOr<std::unique_ptr<Monitor>> Start(const std::string& address,
                                                        const Metrics& metrics,
                                                        std::function<std::string()> not_ready);
  ~Monitor();

  uint16_t port() const { return port_; }
  // "127.0.0.1:7441"
  std::string address() const;

 private:
  Monitor(int listen_fd, std::string host, uint16_t port, const Metrics& metrics,
          std::function<std::string()> not_ready);
  void Run();
  void Serve(int fd);
  std::string Respond(absl::string_view request_line);

  const int listen_fd_;
  const std::string host_;
  const uint16_t port_;
  const Metrics& metrics_;
  const std::function<std::string()> not_ready_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace rufaa::rpc
