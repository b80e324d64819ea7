// Each agency's referrals, in the order in which they are due. A referral stands in exactly one
// queue per party; the worklists that people see (reader.h) are one queue, or a few merged. What is
// overdue depends on the hour and is never stored: it is a range of a queue, cut at `now`. So is
// for how long who was asked is told of what has ended. What was escalated stands in its queue once
// more, apart, until it is noted how it ended: who looks for those alone need not go through all
// the others.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "projections/core/view.h"
#include "projections/tracks/referral_track.h"

namespace rufaa::worklist {

inline constexpr absl::string_view kName = "worklist";

enum class Queue : uint8_t {
  kNone = 0,
  kDecide = 1,          // Recipient's turn: not decided yet.
  kAct = 2,             // Recipient's turn: accepted, and something is promised.
  kRecipientWaits = 3,  // Recipient, while the sender is to answer.
  kSenderActs = 4,      // Sender's turn.
  kSenderWaits = 5,     // Sender, while the recipient is to act.
  kRecipientEnded = 6,  // By when it ended, latest first.
  kSenderEnded = 7,
  kDraft = 8,
};
inline constexpr int kQueues = 9;

// What an inbox line shows: no name, nothing sealed.
using Row = ReferralTrack;

// Families of keys.
std::string QueuePrefix(absl::string_view agency, Queue queue);      // Then due and referral.
std::string EscalatedPrefix(absl::string_view agency, Queue queue);  // Likewise; counted nowhere.
std::string StateKey(absl::string_view referral);
std::string CountsKey(absl::string_view agency);
std::string DueDayKey(absl::string_view agency, int64_t day);    // A UtcDay.
std::string EndedDayKey(absl::string_view agency, int64_t day);  // Of Queue::kRecipientEnded.

struct State {
  ReferralTrack track;
  std::string recipient, sender;  // Keys of its rows; empty: none.

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "track", self.track);
    visit(2, "recipient", self.recipient);
    visit(3, "sender", self.sender);
  }
};

// Rows of each queue of one agency.
struct Counts {
  std::vector<uint64_t> rows;  // By Queue.

  uint64_t& Of(Queue queue) {
    rows.resize(kQueues);
    return rows[static_cast<size_t>(queue)];
  }

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "rows", self.rows);
  }
};

struct Count {
  uint64_t rows = 0;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "rows", self.rows);
  }
};

class WorklistView : public View {
 public:
  absl::string_view name() const override { return kName; }
  uint32_t version() const override { return 8; }
  void Fold(const DecodedCommit& commit, ViewTxn& txn) const override;
};

}  // namespace rufaa::worklist
