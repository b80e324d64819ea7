// What people wait for: the first page of an inbox, a case with its names, the county board, and a
// replica's reading of the log.
#pragma once

#include "bench/bench_county.h"
#include "bench/echo_bench.h"
#include "nlohmann/json.hpp"

namespace rufaa::bench {

// The first page (50 rows) of one agency, beside an echo with answers of the same size.
nlohmann::json BenchInbox(BenchCounty& county, const EchoServer& echo, const std::string& agency);
nlohmann::json BenchBoard(BenchCounty& county);
// A case with 50 events and its names unsealed; makes the case.
nlohmann::json BenchCaseFile(BenchCounty& county);
// The whole log from zero over one gRPC stream, decoded at this end.
nlohmann::json BenchLogStream(BenchCounty& county);

}  // namespace rufaa::bench
