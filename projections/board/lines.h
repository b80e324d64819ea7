// The lists behind the board's counters: a line for each case, referral and need that one of them
// counts, in the order in which it is listed. Like the shares in the counters they are a pure
// function of how the case or referral stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "projections/board/board.h"
#include "projections/board/states.h"
#include "projections/core/filtered_scan.h"
#include "projections/core/view_txn.h"

namespace rufaa::board {

// What lines are narrowed by, beside their keys.
struct Line {
  std::string subcounty = "";
  std::string age_band = "";                         // Of a case's child.
  uint32_t bits = 0;                                 // Of kAnswerLines: what came of it.
  referral::Stage state = referral::Stage::kAbsent;  // Of kTurnLines.
  uint64_t sent_day = 0;                             // Of kTurnLines.
  bool found = false;                                // Of a case: it counts as a child found.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "subcounty", self.subcounty);
    visit(2, "age_band", self.age_band);
    visit(3, "bits", self.bits);
    visit(4, "state", self.state);
    visit(5, "sent_day", self.sent_day);
    visit(6, "found", self.found);
  }
};

// What came of a referral: the first five as of each of kFollowedDays, five bits further on each.
inline constexpr uint32_t kDecided = 1, kInTime = 2, kAccepted = 4, kSilent = 8, kServed = 16;
inline constexpr uint32_t kHasOutcome = 1 << 15, kConfirmed = 1 << 16;
inline constexpr uint32_t kHasAppointment = 1 << 17, kMissedOne = 1 << 18;
inline constexpr int kBitsOfADay = 5;

// What the lines of a case or referral depend on: keys are made of what moved, and of nothing else.
struct ListedNeed {
  std::string code;
  bool unmet = false, met = false;
  bool operator==(const ListedNeed&) const = default;
};
struct ListedCase {
  casework::Stage stage = casework::Stage::kAbsent;  // kAbsent: no line at all.
  uint64_t since_day = 0;
  std::string owner, subcounty, age_band;
  bool found = false;
  std::vector<ListedNeed> needs;  // As the state has them, which only adds to them.
};
// The rest of a referral is for ever once it was sent, and before that it has no line.
struct ListedReferral {
  referral::Stage running = referral::Stage::kAbsent;  // kAbsent: it is not.
  std::optional<uint64_t> due_slot;
  std::string turn;
  std::optional<uint32_t> bits;
};
ListedCase Listed(const CaseState& state);
// `share` is the state's.
ListedReferral Listed(const ReferralState& state, const Share& share);

// Takes the lines of before out and puts those of the state in.
void MoveLines(ViewTxn& txn, absl::string_view kase, const ListedCase& before,
               const CaseState& state);
void MoveLines(ViewTxn& txn, absl::string_view referral, const ListedReferral& before,
               const ReferralState& state, const Share& share);

// Where lines stand. Ages are days, overdue is slots, both as they are counted.
KeyRange CaseLines(casework::Stage stage, absl::string_view agency, Days since);
KeyRange StateLines(referral::Stage state, Days sent);
KeyRange TurnLines(absl::string_view agency, int64_t from_slot, int64_t until_slot);
KeyRange AnswerLines(absl::string_view agency, int64_t from_step, int64_t until_step);
KeyRange NeedLines(bool met, absl::string_view code, absl::string_view subcounty);

// What the key of a line says; the rest stays as it is.
struct LinePlace {
  Family family = kCaseLines;
  uint8_t number = 0;  // Stage or state, or whether a need is met.
  std::string agency;
  uint64_t at = 0;  // Day, slot or step.
  std::string code, subcounty;
  std::string id;  // Of the case or referral.
};
absl::StatusOr<LinePlace> ReadLinePlace(absl::string_view key);

}  // namespace rufaa::board
