// The county board: counters only, so that it is read in a moment at any size. Cases by owner,
// stage and the week the stage began; referrals by recipient and urgency: how they were answered,
// how long that took, and which are still open since when, so that open ones are censored and not
// dropped; needs by service and sub-county.
//
// A referral's share in the counters is a pure function of how it stands (Count): folding an event
// takes the old share out and puts the new one in, so the counters are always the sum over all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "projections/core/view.h"
#include "projections/tracks/case_track.h"
#include "projections/tracks/referral_track.h"

namespace rufaa::board {

inline constexpr absl::string_view kName = "board";

// Times are counted by slots of this length: the board is right to a quarter of a day.
inline constexpr absl::Duration kSlot = absl::Hours(6);
int64_t SlotOf(absl::Time time);
absl::Time StartOfSlot(int64_t slot);
// Those open since long are counted by days, or the board would grow with their number.
int64_t DayOf(absl::Time time);
absl::Time StartOfDay(int64_t day);

struct Bucket {
  int64_t at = 0;  // A slot, day, week, or bucket of indicators::Durations.
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

// Referrals to one agency, of one urgency.
struct ReferralCounters {
  uint64_t sent = 0;
  uint64_t decided = 0, decided_in_time = 0;
  uint64_t accepted = 0, declined = 0, redirected = 0;
  uint64_t ended_in_silence = 0;
  uint64_t completed = 0, completed_with_service = 0;
  uint64_t outcomes = 0, loops_confirmed = 0;
  Histogram decide_after, decide_censored_after;  // Ended undecided: censored then.
  Histogram serve_after, serve_censored_after;
  Histogram undecided_since, unserved_since;  // Open ones by the day they were sent.
  Histogram silent_due;                       // Open and unanswered, by the slot they are due in.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "sent", self.sent);
    visit(2, "decided", self.decided);
    visit(3, "decided_in_time", self.decided_in_time);
    visit(4, "accepted", self.accepted);
    visit(5, "declined", self.declined);
    visit(6, "redirected", self.redirected);
    visit(7, "ended_in_silence", self.ended_in_silence);
    visit(8, "completed", self.completed);
    visit(9, "completed_with_service", self.completed_with_service);
    visit(10, "outcomes", self.outcomes);
    visit(11, "loops_confirmed", self.loops_confirmed);
    visit(12, "decide_after", self.decide_after);
    visit(13, "decide_censored_after", self.decide_censored_after);
    visit(14, "serve_after", self.serve_after);
    visit(15, "serve_censored_after", self.serve_censored_after);
    visit(16, "undecided_since", self.undecided_since);
    visit(17, "unserved_since", self.unserved_since);
    visit(18, "silent_due", self.silent_due);
  }
  bool operator==(const ReferralCounters&) const = default;
};

// What waits for one agency, by the slot it is due in.
struct Waiting {
  Histogram due;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "due", self.due);
  }
};

struct StageCounters {
  Histogram since_week;  // Cases in the stage, by the week in which it began.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "since_week", self.since_week);
  }
};

struct NeedCounters {
  uint64_t open = 0;
  uint64_t unmet = 0;  // Of the open ones: no referral for it is under way.
  uint64_t met = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "open", self.open);
    visit(2, "unmet", self.unmet);
    visit(3, "met", self.met);
  }
  bool operator==(const NeedCounters&) const = default;
};

// Adds (by = 1) or takes out (by = -1) the share of one referral. `decide_by` is its first one.
void Count(ReferralCounters& counters, const ReferralTrack& track, absl::Time decide_by, int by);

enum Family : uint8_t {
  kStages = 1,     // owner agency, stage
  kReferrals = 2,  // recipient agency, urgency
  kWaiting = 3,    // agency whose turn it is
  kNeeds = 4,      // code, sub-county
  kCaseStates = 5,
  kReferralStates = 6,
};

class BoardView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 2; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

}  // namespace rufaa::board
