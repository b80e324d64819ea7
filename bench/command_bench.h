// A durable command end to end: gRPC, load, decide, conditional append, synced, reply; beside the
// echo with the same connections and concurrency.
#pragma once

#include <string>

#include "bench/bench_county.h"
#include "bench/echo_bench.h"
#include "nlohmann/json.hpp"

namespace rufaa::bench {

struct CommandBenchOptions {
  uint64_t streams = 10'000;  // Cases, chosen uniformly.
  uint64_t calls = 60'000;    // At each concurrency above one client.
};

nlohmann::json BenchCommands(BenchCounty& county, const EchoServer& echo,
                             const CommandBenchOptions& options);

}  // namespace rufaa::bench
