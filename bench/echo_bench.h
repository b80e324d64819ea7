// What gRPC itself does on this machine, with the same generator, connections and message sizes as
// the hub's own figures.
#pragma once

#include "bench/load.h"
#include "nlohmann/json.hpp"

namespace rufaa::bench {

// An echo server on a port of its own, in this process, as the hub is.
class EchoServer {
 public:
  EchoServer();
  ~EchoServer();
  const std::string& target() const { return target_; }

  // A load of echoes with `payload` bytes, answered with `reply_bytes` (0: the payload).
  Load LoadOf(size_t payload, size_t reply_bytes, int connections, int in_flight,
              uint64_t calls) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::string target_;
};

}  // namespace rufaa::bench
