// What the board counts. A referral's share in the counters is a pure function of how it stands:
// folding an event takes the old share out and puts the new one in, so that the counters are always
// the sum over all.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "projections/board/ages.h"
#include "projections/tracks/referral_track.h"

namespace rufaa::board {

// What waits is counted by slots of this length: the board is right to a quarter of a day.
inline constexpr absl::Duration kSlot = absl::Hours(6);
int64_t SlotOf(absl::Time time);
absl::Time StartOfSlot(int64_t slot);

struct Bucket {
  int64_t at = 0;  // A slot, day, or bucket of indicators::Durations.
  uint64_t n = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "at", self.at);
    visit(2, "n", self.n);
  }
  bool operator==(const Bucket&) const = default;
};

// Sorted, without empty buckets.
struct Histogram {
  std::vector<Bucket> buckets;

  void Add(int64_t at, int by);
  uint64_t Total() const;
  uint64_t Below(int64_t at) const;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "buckets", self.buckets);
  }
  bool operator==(const Histogram&) const = default;
};

// Referrals to one agency of children of one sub-county, ever.
struct ReferralCounters {
  uint64_t sent = 0;
  uint64_t outcomes = 0, loops_confirmed = 0;
  uint64_t appointments = 0, no_shows = 0;
  Histogram decide_after, decide_censored_after;  // Ended undecided: censored then.
  Histogram serve_after, serve_censored_after;
  Histogram undecided_since, unserved_since;  // Open ones by the day they were sent.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "sent", self.sent);
    visit(2, "outcomes", self.outcomes);
    visit(3, "loops_confirmed", self.loops_confirmed);
    visit(4, "appointments", self.appointments);
    visit(5, "no_shows", self.no_shows);
    visit(6, "decide_after", self.decide_after);
    visit(7, "decide_censored_after", self.decide_censored_after);
    visit(8, "serve_after", self.serve_after);
    visit(9, "serve_censored_after", self.serve_censored_after);
    visit(10, "undecided_since", self.undecided_since);
    visit(11, "unserved_since", self.unserved_since);
  }
  bool operator==(const ReferralCounters&) const = default;
};

// Completed, declined or not reached.
bool HasOutcome(const ReferralTrack& track);

// Adds (by = 1) or takes out (by = -1) the share of one referral.
void Count(ReferralCounters& counters, const ReferralTrack& track, int by);

// How many days a referral is followed from when it was sent: each as long as every other, or the
// young ones would look worse than they are.
inline constexpr std::array<int, 3> kFollowedDays = {30, 60, 90};
// A cohort is made of steps of so many days.
inline constexpr int kStepDays = 10;
int64_t StepOf(absl::Time sent_at);

// What had come of one referral, or of many, by the end of that time.
struct Answers {
  uint64_t decided = 0, decided_in_time = 0, accepted = 0;
  uint64_t silent = 0;  // The time to decide was over, and nothing heard.
  uint64_t completed_with_service = 0;

  void Add(const Answers& other, int by);

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "decided", self.decided);
    visit(2, "decided_in_time", self.decided_in_time);
    visit(3, "accepted", self.accepted);
    visit(4, "silent", self.silent);
    visit(5, "completed_with_service", self.completed_with_service);
  }
  bool operator==(const Answers&) const = default;
};

// A referral as the cohorts look at it.
struct Followed {
  const ReferralTrack& track;
  absl::Time decide_by;                   // As first promised.
  std::optional<absl::Time> answered_at;  // The recipient's first act.
};
// By kFollowedDays; nullopt: it is no referral that was sent.
std::optional<std::array<Answers, kFollowedDays.size()>> AnswersOf(const Followed& referral);

// Referrals to one agency of children of one sub-county, sent within one step.
struct StepCounters {
  uint64_t sent = 0;
  std::vector<Answers> answers;  // By kFollowedDays.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "sent", self.sent);
    visit(2, "answers", self.answers);
  }
};

}  // namespace rufaa::board
