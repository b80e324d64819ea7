// The whole hub with its log on Kafka: commands through gRPC, and how long after its
// acknowledgement an event stands in the public topic.
#pragma once

#include <cstdint>
#include <string>

#include "bench/bench_county.h"
#include "nlohmann/json.hpp"

namespace rufaa::bench {

// As HubOptionsFor, with the log on `brokers`, of which there is one.
hub::HubOptions KafkaHubOptions(const std::string& data_dir, const std::string& brokers);

// Children identified, four at a time, by a hub that publishes to its own brokers; each event is
// waited for by a consumer of the public topic.
nlohmann::json BenchPublicLag(const std::string& data_dir, const std::string& brokers,
                              uint64_t events);

}  // namespace rufaa::bench
