// The county board: counters only, so that it is read in a moment at any size. Cases by owner,
// stage and the day the stage began; running referrals by state and the day they were sent, and by
// who must act next; cases by who must act next, and by when; how agencies answer, by cohorts; how
// long that took, and which are still open since when, so that open ones are censored and not
// dropped; needs by service. All by the child's sub-county. Beside each counter but that of cases
// that wait stands a line for what it counts: the list behind the figure. And what the programme's
// activities reached, which are of no case.
#pragma once

#include <cstdint>

#include "projections/board/counters.h"
#include "projections/core/view.h"
#include "projections/tracks/case_track.h"

namespace rufaa::board {

inline constexpr absl::string_view kName = "board";

// What waits for one agency, by the slot it is due in.
struct Waiting {
  Histogram due;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "due", self.due);
  }
};

// Cases in a stage, by the day it began.
struct StageCounters {
  Histogram since_day;
  uint64_t found = 0;  // Of them: children found, as the programme counts.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "since_day", self.since_day);
    visit(2, "found", self.found);
  }
};

// Running referrals in a state, by the day they were sent.
struct AgeCounters {
  Histogram since_day;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "since_day", self.since_day);
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

// Not what an import took back, what proved to be another case's child, or a report of no case.
inline bool IsACase(casework::Stage stage) {
  return stage != casework::Stage::kReverted && stage != casework::Stage::kDuplicate &&
         stage != casework::Stage::kScreenedOut;
}

enum Family : uint8_t {
  kStages = 1,     // owner agency, sub-county, stage
  kReferrals = 2,  // recipient agency, sub-county
  kWaiting = 3,    // agency whose turn it is, sub-county
  kNeeds = 4,      // code, sub-county
  kCaseStates = 5,
  kReferralStates = 6,
  kRunning = 7,  // sub-county, state
  kCohorts = 8,  // step, recipient agency, sub-county
  // Lists (lines.h).
  kCaseLines = 9,     // stage, owner agency, day it began, case
  kStateLines = 10,   // state, day sent, referral
  kTurnLines = 11,    // agency whose turn it is, slot it is due in, referral
  kAnswerLines = 12,  // recipient agency, step, referral
  kNeedLines = 13,    // met or not, code, sub-county, case, need
  // The programme beside its cases (programme.h).
  kReached = 14,         // kind of activity, sub-county
  kActivities = 15,      // the latest day first, activity
  kActivityPlaces = 16,  // activity
  kPeople = 17,          // person
  kRoles = 18,           // role
  // Agency whose turn it is, sub-county, stage, whether it is due in court (waiting_cases.h).
  kCaseWaiting = 19,
};

class BoardView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 15; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

}  // namespace rufaa::board
