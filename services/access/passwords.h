// Argon2id, off the gRPC threads: a few threads hash, a short line waits, the rest is turned away.
// Hashing is meant to be dear, so the number of hashers bounds what a flood of sign-ins can take.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace rufaa::access {

struct PasswordCost {
  unsigned long long passes = 3;
  size_t memory_bytes = size_t{64} << 20;
};

// Thread-safe.
class Passwords {
 public:
  // The defaults are a quarter of a second each; tests take less.
  explicit Passwords(PasswordCost cost, int threads = 2);
  ~Passwords();  // As Stop.

  // Answers what waits with CANCELLED; when it returns, no hasher calls anybody any more. What is
  // asked from then on is turned away. Not from a `done`.
  void Stop();

  // Both call `done` on a hasher's thread; TOO_MANY_ATTEMPTS at once when the line is full.
  using Hashed = std::function<void(absl::StatusOr<std::string>)>;
  void Hash(std::string password, Hashed done);
  // True if `password` is the one of `hash`. An empty `hash` costs as much, and is false: an
  // unknown name must not answer faster than a known one.
  using Verified = std::function<void(absl::StatusOr<bool>)>;
  void Verify(std::string password, std::string hash, Verified done);

  // The same as Hash, waiting: for setting up a county, not for a server's threads.
  absl::StatusOr<std::string> HashNow(const std::string& password) const;

  // How many of what was asked no hasher has taken up yet.
  size_t Waiting();

  // WEAK_PASSWORD unless it is long enough and not the name itself.
  static absl::Status CheckStrength(const std::string& password, const std::string& login_name);

 private:
  struct Job {
    std::function<void()> run;
    std::function<void()> drop;
  };
  void Run();
  void Enqueue(Job job, const std::function<void()>& full);

  static constexpr size_t kLineMax = 64;
  const PasswordCost cost_;
  std::string dummy_hash_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> line_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace rufaa::access
