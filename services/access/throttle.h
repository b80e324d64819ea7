// Slows guessing: from the fifth wrong password on, each further try must wait twice as long as the
// one before, up to a quarter of an hour. Half of what went wrong is forgotten with every hour, and
// nobody is locked out for good; a name that does not exist is treated like one that does.
//
// Counted is for a name and where it was tried from, so that who guesses keeps nobody else out.
#pragma once

#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rufaa::access {

// Thread-safe.
class Throttle {
 public:
  // What is counted together: passwords for a name from one source of sign-ins
  // (services/rpc/source.h), or within one session; and codes for a name from anywhere, which only
  // who has its password can try.
  struct Tries {
    static Tries FromSource(absl::string_view name, absl::string_view source);
    static Tries InSession(absl::string_view session_id);
    static Tries OfCodes(absl::string_view name);
    std::string key;
  };

  // TOO_MANY_ATTEMPTS with "retry_ms" while `tries` must wait.
  absl::Status Check(const Tries& tries, absl::Time now);
  void Failed(const Tries& tries, absl::Time now);
  void Succeeded(const Tries& tries);

 private:
  // Names are the caller's to make up, so what is remembered of them is bounded.
  static constexpr size_t kMaxCounted = 100'000;
  struct Failures {
    double count = 0;  // As of `at`; less since.
    absl::Time at = absl::InfinitePast();
    absl::Time next_try = absl::InfinitePast();
  };
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Failures> counted_;
};

}  // namespace rufaa::access
