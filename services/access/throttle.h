// Slows guessing: from the fifth wrong password for a name on, each further try must wait twice as
// long as the one before, up to a quarter of an hour. Nobody is locked out for good, and a name
// that does not exist is treated like one that does.
#pragma once

#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace rufaa::access {

// Thread-safe.
class Throttle {
 public:
  // TOO_MANY_ATTEMPTS with "retry_ms" while `name` must wait.
  absl::Status Check(const std::string& name, absl::Time now);
  void Failed(const std::string& name, absl::Time now);
  void Succeeded(const std::string& name);

 private:
  // Names are the caller's to make up, so what is remembered of them is bounded.
  static constexpr size_t kMaxNames = 100'000;
  struct Failures {
    int count = 0;
    absl::Time next_try;
  };
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Failures> by_name_;
};

}  // namespace rufaa::access
