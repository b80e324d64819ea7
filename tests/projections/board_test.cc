#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "projections/board/reader.h"
#include "projections/core/key.h"
#include "projections/core/replay.h"
#include "tests/projections/history_log.h"

namespace rufaa::board {
namespace {

class BoardTest : public testing::Test {
 protected:
  BoardTest() {
    Append(log_, history_, 4000);
    rows_ = *Replay(log_, BoardView(), log_.Head());
    EXPECT_TRUE(log_.Read(0,
                          [&](const Commit& commit) {
                            const DecodedCommit decoded = *Decode(commit);
                            for (size_t i = 0; i < decoded.events.size(); ++i) See(decoded, i);
                            return true;
                          })
                    .ok());
  }

  void See(const DecodedCommit& commit, size_t i) {
    const std::string id(IdOfStream(commit.commit.proposal.events[i].stream));
    const AnyEvent& event = commit.events[i];
    if (IsReferralEvent(event)) {
      Follow(referrals_[id], event, commit.commit.proposal.occurred_at, commit.commit.recorded_at);
      if (const auto* sent = std::get_if<referral::Sent>(&event)) decide_by_[id] = sent->decide_by;
    } else if (IsCaseEvent(event)) {
      Follow(cases_[id], event, commit.commit.proposal.occurred_at);
    }
  }

  MemoryLog log_;
  RandomHistory history_{{.seed = 13}};
  std::unique_ptr<MemoryRows> rows_;
  std::map<std::string, ReferralTrack> referrals_;
  std::map<std::string, absl::Time> decide_by_;
  std::map<std::string, CaseTrack> cases_;
};

TEST_F(BoardTest, CountersEqualASumOverTheHistory) {
  std::map<std::pair<std::string, Urgency>, ReferralCounters> wanted;
  for (const auto& [code, track] : referrals_) {
    Count(wanted[{track.to_agency, track.urgency}], track, decide_by_[code], 1);
  }
  for (const auto& [key, counters] : wanted) {
    auto row = rows_->Get(
        KeyWriter().U8(kReferrals).Text(key.first).U8(static_cast<uint8_t>(key.second)).Take());
    ASSERT_TRUE(row.ok() && row->has_value());
    EXPECT_EQ(*DecodeFields<ReferralCounters>(**row), counters) << key.first;
  }
}

TEST_F(BoardTest, RatesAndStagesAreThoseOfTheHistory) {
  const absl::Time now = history_.now();
  absl::StatusOr<Board> board = ReadBoard(*rows_, now);
  ASSERT_TRUE(board.ok());
  uint64_t sent = 0, in_time = 0, decided = 0, accepted = 0, served_and_completed = 0;
  for (const auto& [code, t] : referrals_) {
    ++sent;
    decided += t.decided_at.has_value();
    in_time += t.decided_at && *t.decided_at <= decide_by_[code];
    accepted += t.accepted;
    served_and_completed += t.stage == referral::Stage::kCompleted && t.served_at;
  }
  EXPECT_EQ(board->county.sent, sent);
  EXPECT_DOUBLE_EQ(*board->county.response, double(in_time) / double(sent));
  EXPECT_DOUBLE_EQ(*board->county.acceptance, double(accepted) / double(decided));
  EXPECT_DOUBLE_EQ(*board->county.completion, double(served_and_completed) / double(sent));
  std::map<std::pair<std::string, casework::Stage>, uint64_t> stages;
  for (const auto& [code, t] : cases_) ++stages[{t.owner_agency, t.stage}];
  ASSERT_EQ(board->stages.size(), stages.size());
  for (const StageLine& line : board->stages) {
    EXPECT_EQ(line.cases, (stages[{line.agency, line.stage}]));
  }
}

TEST_F(BoardTest, StuckCountsWhatIsOverdueByNextOwner) {
  // Where a slot begins the counters are exact; three weeks on, much is overdue.
  const absl::Time now = StartOfSlot(SlotOf(history_.now() + absl::Hours(21 * 24)));
  std::map<std::string, uint64_t> overdue;
  for (const auto& [code, t] : referrals_) {
    if (!t.due || *t.due >= now) continue;
    ++overdue[Turn(t) == referral::Party::kSender ? t.from_agency : t.to_agency];
  }
  absl::StatusOr<Board> board = ReadBoard(*rows_, now);
  uint64_t lines = 0;
  for (const StuckLine& line : board->stuck) {
    EXPECT_EQ(line.overdue, overdue[line.agency]) << line.agency;
    lines += line.overdue;
  }
  EXPECT_GT(lines, 0u);
}

TEST_F(BoardTest, OpenReferralsAreCensoredAndNotDropped) {
  // Long after, the time to decide that was seen stays; those that never were decided hold it up.
  absl::StatusOr<Board> then = ReadBoard(*rows_, history_.now());
  ASSERT_TRUE(then->county.decide_p50.has_value());
  std::vector<absl::Duration> decided;
  size_t undecided = 0;
  for (const auto& [code, t] : referrals_) {
    if (t.decided_at) decided.push_back(*t.decided_at - t.sent_at);
    undecided += !t.decided_at.has_value();
  }
  ASSERT_GT(undecided, 0u);
  std::sort(decided.begin(), decided.end());
  EXPECT_GT(*ReadBoard(*rows_, history_.now() + absl::Hours(10'000))->county.decide_p90,
            decided[decided.size() * 9 / 10])
      << "dropping the open ones would give this";
}

}  // namespace
}  // namespace rufaa::board
