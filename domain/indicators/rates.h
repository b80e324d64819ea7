// The rates by which a county sees whether referrals close their loop. A rate is kept as its two
// counts: a percentage alone can neither be added up nor be suppressed.
#pragma once

#include <cstdint>
#include <optional>

namespace rufaa::indicators {

struct Rate {
  int64_t part = 0;
  int64_t whole = 0;

  // nullopt of nothing: not 0%, and not 100%.
  std::optional<double> value() const {
    if (whole <= 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
  }
  bool operator==(const Rate&) const = default;
};

// Referrals of a cohort (sent within some months, by or to some agency), each counted once in each
// line that fits it. Opened is not decided.
struct ReferralCounts {
  int64_t sent = 0;
  int64_t decided = 0;  // Accepted, declined or redirected.
  int64_t accepted = 0;
  int64_t decided_in_time = 0;       // … before its deadline.
  int64_t silent = 0;                // No event of the recipient's, and the deadline over.
  int64_t completed_served = 0;      // Completed, with at least one service recorded.
  int64_t ended_with_outcome = 0;    // Completed, declined, or could not be reached.
  int64_t outcome_acknowledged = 0;  // … and the sender has seen it.
  int64_t appointments = 0;
  int64_t no_shows = 0;

  ReferralCounts& operator+=(const ReferralCounts& other);
  bool operator==(const ReferralCounts&) const = default;
};

Rate ResponseRate(const ReferralCounts& counts);         // Decided in time, of sent.
Rate AcceptanceOfDecided(const ReferralCounts& counts);  // Accepted, of decided.
Rate SilenceRate(const ReferralCounts& counts);
Rate CompletionRate(const ReferralCounts& counts);  // Completed with a service, of sent.
Rate LoopClosedRate(const ReferralCounts& counts);
Rate NoShowRate(const ReferralCounts& counts);

}  // namespace rufaa::indicators
