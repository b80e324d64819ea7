// A durable command end to end: gRPC, load, decide, conditional append, synced, reply; beside the
// echo with the same connections and concurrency.
#pragma once

#include <functional>
#include <string>

#include "bench/bench_county.h"
#include "bench/echo_bench.h"
#include "nlohmann/json.hpp"
#include "rufaa/casework/v1/casework_service.pb.h"

namespace rufaa::bench {

struct CommandBenchOptions {
  uint64_t streams = 10'000;  // Cases, chosen uniformly.
  uint64_t calls = 60'000;    // At each concurrency above one client.
};

// A token of an officer whose office the children below belong to.
std::string SignUpOfficer(BenchCounty& county);

// Which of the children that a county can be given; each but once.
struct Children {
  uint64_t first = 0;
  uint64_t count = 0;
};
// Children identified over a stream, `in_flight` at a time. `on_answer` is called with each answer,
// by several threads.
Result IdentifyChildren(BenchCounty& county, const std::string& token, int in_flight,
                        const Children& children,
                        const std::function<void(const casework::v1::CaseReply&)>& on_answer);

nlohmann::json BenchCommands(BenchCounty& county, const EchoServer& echo,
                             const CommandBenchOptions& options);

}  // namespace rufaa::bench
