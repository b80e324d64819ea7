#include "projections/worklist/worklist.h"

#include <utility>

#include "domain/base/check.h"
#include "projections/core/key.h"
#include "projections/core/utc_day.h"

namespace rufaa::worklist {

namespace {

enum Family : uint8_t {
  kRows = 1,
  kStates = 2,
  kCounts = 3,
  kDueDays = 4,
  kEndedDays = 5,
  kEscalatedRows = 6,
};

// Whose next act it is, of the agency in whose queue it stands: what may be overdue there.
bool IsOwnTurn(Queue queue) {
  return queue == Queue::kDecide || queue == Queue::kAct || queue == Queue::kSenderActs;
}

Queue RecipientQueue(const ReferralTrack& track) {
  if (track.stage <= referral::Stage::kDraft) return Queue::kNone;
  if (IsFinal(track.stage)) return Queue::kRecipientEnded;
  if (Turn(track) == referral::Party::kSender) return Queue::kRecipientWaits;
  return IsUndecided(track) ? Queue::kDecide : Queue::kAct;
}

Queue SenderQueue(const ReferralTrack& track) {
  if (track.stage == referral::Stage::kDraft) return Queue::kDraft;
  if (IsFinal(track.stage)) return Queue::kSenderEnded;
  return Turn(track) == referral::Party::kSender ? Queue::kSenderActs : Queue::kSenderWaits;
}

// Where a row stands within its queue. Without a deadline: by when it came, so nothing is lost at
// the end of a list.
absl::Time OrderOf(const ReferralTrack& track) { return track.due.value_or(track.sent_at); }

std::string RowKey(absl::string_view agency, Queue queue, const ReferralTrack& track,
                   absl::string_view referral) {
  if (queue == Queue::kNone) return "";
  KeyWriter key;
  key.U8(kRows).Text(agency).U8(static_cast<uint8_t>(queue));
  if (track.ended_at) {
    key.TimeDescending(*track.ended_at);
  } else {
    key.Time(OrderOf(track));
  }
  return key.Text(referral).Take();
}

// Where a copy of the row under `row_key` stands among the escalated.
std::string EscalatedKey(std::string row_key) {
  if (!row_key.empty()) row_key[0] = static_cast<char>(kEscalatedRows);
  return row_key;
}

// The counter of the day of a row that stands at `at`: of those that fall due, and of those that
// ended and are told of for a while. Empty: its days are not counted.
std::string DayKey(absl::string_view agency, Queue queue, absl::Time at) {
  if (IsOwnTurn(queue)) return DueDayKey(agency, UtcDay(at));
  return queue == Queue::kRecipientEnded ? EndedDayKey(agency, UtcDay(at)) : std::string();
}

// Adds `by` to what is counted of the row under `row_key`: its queue, and its day.
void CountRow(ViewTxn& txn, absl::string_view row_key, int by) {
  KeyReader reader(row_key);
  uint8_t family = 0, number = 0;
  std::string agency;
  absl::Time at;
  RUFAA_CHECK(reader.U8(family) && reader.Text(agency) && reader.U8(number));
  const auto queue = static_cast<Queue>(number);
  const bool ended = queue == Queue::kRecipientEnded || queue == Queue::kSenderEnded;
  RUFAA_CHECK(ended ? reader.TimeDescending(at) : reader.Time(at));
  txn.EditOrMake<Counts>(CountsKey(agency)).Of(queue) += by;
  const std::string day_key = DayKey(agency, queue, at);
  if (day_key.empty()) return;
  Count& day = txn.EditOrMake<Count>(day_key);
  day.rows += by;
  if (day.rows == 0) txn.Delete(day_key);
}

// Moves the row to where it belongs now. `key` empty: nowhere.
void Stand(ViewTxn& txn, std::string key, const std::string& row, std::string& place) {
  if (key != place) {
    if (!place.empty()) CountRow(txn, place, -1);
    if (!key.empty()) CountRow(txn, key, +1);
  }
  txn.MoveBytes(place, key, row);
  place = std::move(key);
}

// Until it is noted how it ended; of what was taken back there is nothing to note.
bool AwaitsNotice(const ReferralTrack& track) {
  using referral::Stage;
  const bool taken_back = track.stage == Stage::kCancelled || track.stage == Stage::kEnteredInError;
  return track.escalated && !track.loop_confirmed && !taken_back;
}

// The row of one party, and its copy for as long as it is escalated.
void StandTwice(ViewTxn& txn, std::string key, const std::string& row, bool was_escalated,
                bool escalated, std::string& place) {
  const std::string was = was_escalated ? EscalatedKey(place) : std::string();
  txn.MoveBytes(was, escalated ? EscalatedKey(key) : std::string(), row);
  Stand(txn, std::move(key), row, place);
}

void FoldReferral(const DecodedCommit& commit, size_t index, absl::string_view referral,
                  ViewTxn& txn) {
  const std::string state_key = StateKey(referral);
  State& state = commit.commit.versions[index] == 1 ? txn.Make<State>(state_key)
                                                    : txn.EditOrMake<State>(state_key);
  const bool was_escalated = AwaitsNotice(state.track);
  Follow(state.track, commit.events[index], commit.commit.proposal.occurred_at,
         commit.commit.recorded_at);
  state.track.version = commit.commit.versions[index];
  const std::string row = EncodeFields(state.track);
  const ReferralTrack& track = state.track;
  StandTwice(txn, RowKey(track.to_agency, RecipientQueue(track), track, referral), row,
             was_escalated, AwaitsNotice(track), state.recipient);
  StandTwice(txn, RowKey(track.from_agency, SenderQueue(track), track, referral), row,
             was_escalated, AwaitsNotice(track), state.sender);
}

}  // namespace

std::string QueuePrefix(absl::string_view agency, Queue queue) {
  return KeyWriter().U8(kRows).Text(agency).U8(static_cast<uint8_t>(queue)).Take();
}

std::string EscalatedPrefix(absl::string_view agency, Queue queue) {
  return EscalatedKey(QueuePrefix(agency, queue));
}

std::string StateKey(absl::string_view referral) {
  return KeyWriter().U8(kStates).Text(referral).Take();
}

std::string CountsKey(absl::string_view agency) {
  return KeyWriter().U8(kCounts).Text(agency).Take();
}

std::string DueDayKey(absl::string_view agency, int64_t day) {
  return KeyWriter().U8(kDueDays).Text(agency).U64(static_cast<uint64_t>(day)).Take();
}

std::string EndedDayKey(absl::string_view agency, int64_t day) {
  return KeyWriter().U8(kEndedDays).Text(agency).U64(static_cast<uint64_t>(day)).Take();
}

void WorklistView::Fold(const DecodedCommit& commit, ViewTxn& txn) const {
  for (size_t i = 0; i < commit.events.size(); ++i) {
    if (!IsReferralEvent(commit.events[i])) continue;
    FoldReferral(commit, i, IdOfStream(commit.commit.proposal.events[i].stream), txn);
  }
}

}  // namespace rufaa::worklist
