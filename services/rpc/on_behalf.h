// Whom this thread serves: by when they want to be answered, and the trace that their call belongs
// to. What this process asks of the keeper of the keys meanwhile (services/rpc/remote_vault.h,
// remote_book.h) it asks until then and no longer, and as part of that trace.
//
// The thread holds it, not a parameter: a vault and an access book are the same to those who use
// them wherever they are kept, and most have them at hand, without a caller or with.
#pragma once

#include <grpcpp/client_context.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/rpc/trace.h"

namespace rufaa::rpc {

// Answers go a little before the deadline, so that the caller hears why.
inline constexpr absl::Duration kBeforeDeadline = absl::Milliseconds(20);

class OnBehalf {
 public:
  // Holds for this thread until the end of this object.
  OnBehalf(absl::Time deadline, const Trace& trace)
      : before_(std::exchange(current_, {deadline, trace.ToHeader()})) {}
  ~OnBehalf() { current_ = std::move(before_); }
  OnBehalf(const OnBehalf&) = delete;
  OnBehalf& operator=(const OnBehalf&) = delete;

  // For what should be answered `within` so long: then, or when the caller wants to hear, whichever
  // is sooner.
  static absl::Time AnswerBy(absl::Duration within) {
    return std::min(absl::Now() + within, current_.deadline - kBeforeDeadline);
  }

  // Until then, and with the caller's trace if there is one.
  static void Prepare(grpc::ClientContext& context, absl::Duration within) {
    context.set_deadline(absl::ToChronoTime(AnswerBy(within)));
    if (!current_.traceparent.empty()) context.AddMetadata(kTraceParent, current_.traceparent);
  }

 private:
  struct Served {
    absl::Time deadline;
    std::string traceparent;
  };
  static inline thread_local Served current_{absl::InfiniteFuture(), ""};
  Served before_;
};

}  // namespace rufaa::rpc
