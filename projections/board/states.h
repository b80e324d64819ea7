// What the board keeps of each case and referral, to know what to take out of the counters, and to
// fill the lists behind them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/casework/case.h"
#include "projections/board/board.h"
#include "projections/board/counters.h"
#include "projections/core/rows.h"
#include "projections/tracks/case_track.h"
#include "projections/tracks/referral_track.h"

namespace rufaa::board {

struct ReferralState {
  ReferralTrack track;
  absl::Time decide_by;  // As first promised: what the rates are measured against.
  std::optional<absl::Time> answered_at;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "track", self.track);
    visit(2, "decide_by", self.decide_by);
    visit(3, "answered_at", self.answered_at);
  }
};

struct NeedState {
  std::string need;
  std::string code;
  uint32_t under_way = 0;  // Referrals for it that have not ended.
  bool open = false;
  bool met = false;
  bool referred_before = false;  // An imported referral runs, until the hub's own takes its place.

  bool unmet() const { return open && under_way == 0 && !referred_before; }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "need", self.need);
    visit(2, "code", self.code);
    visit(3, "under_way", self.under_way);
    visit(4, "open", self.open);
    visit(5, "met", self.met);
    visit(6, "referred_before", self.referred_before);
  }
};

struct ReferralNeed {
  std::string referral;
  std::string need;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "referral", self.referral);
    visit(2, "need", self.need);
  }
};

struct CaseState {
  CaseTrack track;
  std::vector<NeedState> needs;
  std::vector<ReferralNeed> referrals;  // Under way.
  bool csec = false;                    // By what was last said to have happened.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "track", self.track);
    visit(2, "needs", self.needs);
    visit(3, "referrals", self.referrals);
    visit(4, "csec", self.csec);
  }
};

// The board counts and lists no case of a child that is forgotten: nobody may act on it, whatever
// the stage in which it stands for ever.
inline bool IsCounted(const CaseTrack& track) {
  return track.stage != casework::Stage::kAbsent && !track.erased;
}

// What was closed since it proved to be no case stands where it would, had that been known sooner.
inline casework::Stage StageCounted(const CaseTrack& track) {
  const bool none =
      track.stage == casework::Stage::kClosed && casework::ProvedNoCase(track.closure_reason);
  return none ? casework::Stage::kScreenedOut : track.stage;
}

// And that a need was met only where there was a child in need: not of a case that never was one.
inline bool CountsMet(const CaseTrack& track) {
  return IsCounted(track) && IsACase(StageCounted(track));
}

// A child found, as the programme counts: a registered case of exploitation. A report is none until
// somebody answers for it.
inline bool CountsAsFound(const CaseState& state) {
  return CountsMet(state.track) && state.track.registered_at.has_value() && state.csec;
}

// By kFollowedDays, what had come of it.
using Share = decltype(AnswersOf(std::declval<Followed>()));

inline Share ShareOf(const ReferralState& state) {
  return AnswersOf({state.track, state.decide_by, state.answered_at});
}

// Of a code that a line of this view names: DATA_LOSS where there is none.
absl::StatusOr<CaseState> ReadCaseState(const ViewSnapshot& view, absl::string_view kase);
absl::StatusOr<ReferralState> ReadReferralState(const ViewSnapshot& view,
                                                absl::string_view referral);

}  // namespace rufaa::board
