// Argon2id, off the gRPC threads: a few threads hash, a short line waits, the rest is turned away.
// Hashing is meant to be dear, so the number of hashers bounds what a flood of sign-ins can take.
//
// Strangers at the door and those who are signed in wait in two lines. One hasher takes up the
// signed-in first, the others the strangers, each the other line where its own is empty: neither
// can keep the other waiting for more than the hash under way. Of either line one asker has a few
// places, so that a flood from one place leaves the door open to all others.
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
#include "absl/strings/string_view.h"

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

  // Who asks, for their place in line.
  struct Asker {
    // Who is not signed in, by where they ask from (services/rpc/source.h); all of whom that is
    // not known are one.
    static Asker FromSource(absl::string_view source);
    static Asker InSession(absl::string_view session_id);
    bool signed_in;
    std::string who;
  };

  // Both call `done` on a hasher's thread; TOO_MANY_ATTEMPTS at once when the line is full, or has
  // as many of the asker's as one may have.
  using Hashed = std::function<void(absl::StatusOr<std::string>)>;
  void Hash(const Asker& asker, std::string password, Hashed done);
  // True if `password` is the one of `hash`. An empty `hash` costs as much, and is false: an
  // unknown name must not answer faster than a known one.
  using Verified = std::function<void(absl::StatusOr<bool>)>;
  void Verify(const Asker& asker, std::string password, std::string hash, Verified done);

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
    std::string who = {};
  };
  struct Line {
    size_t most;
    std::deque<Job> jobs = {};
    bool HasRoomFor(const std::string& who) const;
  };
  void Run(bool signed_in_first);
  void Enqueue(const Asker& asker, Job job, const std::function<void()>& full);

  const PasswordCost cost_;
  std::string dummy_hash_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Line door_{.most = 64};
  Line signed_in_{.most = 16};
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace rufaa::access
