// By when whoever is served on this thread wants to be answered. What this process asks of the
// keeper of the keys meanwhile (services/rpc/remote_vault.h, remote_book.h) it asks until then and
// no longer.
//
// The thread holds it, not a parameter: a vault and an access book are the same to those who use
// them wherever they are kept, and most have them at hand, without a caller or with.
#pragma once

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rufaa::rpc {

// Answers go a little before the deadline, so that the caller hears why.
inline constexpr absl::Duration kBeforeDeadline = absl::Milliseconds(20);

class CallerDeadline {
 public:
  // Holds for this thread until the end of this object.
  explicit CallerDeadline(absl::Time deadline) : before_(std::exchange(current_, deadline)) {}
  ~CallerDeadline() { current_ = before_; }
  CallerDeadline(const CallerDeadline&) = delete;
  CallerDeadline& operator=(const CallerDeadline&) = delete;

  // For what should be answered `within` so long: then, or when the caller wants to hear, whichever
  // is sooner.
  static absl::Time ForAnswer(absl::Duration within) {
    return std::min(absl::Now() + within, current_ - kBeforeDeadline);
  }

 private:
  static inline thread_local absl::Time current_ = absl::InfiniteFuture();
  const absl::Time before_;
};

}  // namespace rufaa::rpc
