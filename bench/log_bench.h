// How fast the embedded county log is, beside what the machine allows. One function, so that the
// `log_bench` binary and the whole house's benchmark measure the same thing.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace rufaa {

struct LogBenchOptions {
  std::string folder;  // Must not exist; left behind for other measurements.
  uint64_t commits = 1'000'000;
  uint64_t streams = 10'000;
  size_t payload_bytes = 300;
  size_t in_flight = 8192;  // Commits waiting at any time.
  int proposers = 1;        // Threads that offer them.
};

// Appends, reads, starts again; every figure with its unit in its name.
absl::StatusOr<nlohmann::json> BenchLog(const LogBenchOptions& options);

// What the same disk and processor give without us: fdatasync, RocksDB synced batches, SHA-256.
absl::StatusOr<nlohmann::json> BenchLogLimits(const std::string& folder);

}  // namespace rufaa
