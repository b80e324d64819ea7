// A closed-loop load over loopback gRPC: so many calls in flight, each answer replaced by a new
// call. The same generator drives the echo and the hub, so that what is compared differs only in
// what the server does. Bounded in count; ends by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "nlohmann/json.hpp"

namespace rufaa::bench {

struct Load {
  std::string target;  // "127.0.0.1:7420"
  std::string method;  // "/rufaa.bench.v1.EchoService/Echo"
  std::string token;   // Bearer; empty: none.
  int connections = 1;
  int in_flight = 1;  // Over all connections.
  uint64_t warm_up = 0;
  uint64_t calls = 0;  // Measured, after the warm-up.
  // The serialized request number n.
  std::function<std::string(uint64_t n)> request;
  // Of a streamed answer: 0, or the gRPC code of the refusal in it. Unset: every answer is good.
  std::function<int(const std::string& answer)> answer_code;
};

struct Result {
  double per_second = 0;
  double p50_us = 0, p99_us = 0, p999_us = 0;
  double answer_bytes = 0;           // Mean.
  std::map<int, uint64_t> failures;  // By gRPC code; must be empty for the figures to count.

  nlohmann::json ToJson() const;
};

// A call each.
Result RunUnary(const Load& load);
// Messages over one long bidirectional stream per connection; answers are taken to be in any order,
// and the latency is that of a window's slot.
Result RunStream(const Load& load);

}  // namespace rufaa::bench
