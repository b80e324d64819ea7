#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "domain/base/refusal.h"
#include "eventlog/codec/event_codec.h"
#include "projections/core/replay.h"
#include "projections/worklist/reader.h"
#include "tests/projections/history_log.h"

namespace rufaa::worklist {
namespace {

// Of what is escalated, what is somebody's to look for.
bool AwaitsNotice(const ReferralTrack& t) {
  using referral::Stage;
  const bool taken_back = t.stage == Stage::kCancelled || t.stage == Stage::kEnteredInError;
  return t.escalated && !t.loop_confirmed && !taken_back;
}

// Every referral as it stands, and each list filtered and sorted out of all of them.
class NaiveLists {
 public:
  explicit NaiveLists(CountyLog& log) {
    EXPECT_TRUE(
        log.Read(0,
                 [&](const Commit& commit) {
                   const DecodedCommit decoded = *Decode(commit);
                   for (size_t i = 0; i < decoded.events.size(); ++i) {
                     if (!IsReferralEvent(decoded.events[i])) continue;
                     Follow(tracks_[std::string(IdOfStream(commit.proposal.events[i].stream))],
                            decoded.events[i], commit.proposal.occurred_at, commit.recorded_at);
                   }
                   return true;
                 })
            .ok());
  }

  std::vector<std::string> Of(const std::string& agency, List list, absl::Time now,
                              absl::Duration soon, bool escalated_only = false,
                              bool received_only = false, bool sent_only = false) const {
    std::vector<std::pair<std::pair<absl::Time, std::string>, std::string>> found;
    for (const auto& [code, t] : tracks_) {
      const bool open = IsOpen(t), to = t.to_agency == agency && !sent_only;
      const bool from = t.from_agency == agency && !received_only;
      const referral::Party turn = Turn(t);
      const bool mine = open && ((to && turn == referral::Party::kRecipient) ||
                                 (from && turn == referral::Party::kSender));
      const absl::Time due = t.due.value_or(t.sent_at);
      bool in = false;
      if (list == List::kInbox) in = open && to;
      if (list == List::kNew) in = to && mine && IsUndecided(t);
      if (list == List::kOverdue) in = mine && due < now;
      if (list == List::kDueSoon) in = mine && due >= now && due < now + soon;
      if (list == List::kWaiting) in = open && (to || from) && !mine;
      if (list == List::kToAnswer) in = from && t.stage == referral::Stage::kInfoRequested;
      if (list == List::kOutbox) in = open && from;
      // To whom it was sent it is told of for thirty days.
      const bool of_late = t.ended_at && now - *t.ended_at <= absl::Hours(24 * 30);
      if (list == List::kEnded) in = IsFinal(t.stage) && ((to && of_late) || from);
      if (!in || (escalated_only && !AwaitsNotice(t))) continue;
      const absl::Time order =
          list == List::kEnded ? absl::UnixEpoch() - (*t.ended_at - absl::UnixEpoch()) : due;
      found.push_back({{order, code}, code});
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> codes;
    for (auto& [order, code] : found) codes.push_back(code);
    return codes;
  }

 private:
  std::map<std::string, ReferralTrack> tracks_;
};

std::vector<std::string> AllPages(const ViewSnapshot& view, PageQuery query) {
  std::vector<std::string> codes;
  do {
    absl::StatusOr<Page> page = ReadPage(view, query);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const Line& line : page->lines) codes.push_back(line.referral);
    query.after = page->next;
  } while (!query.after.empty());
  return codes;
}

struct LongHistory {
  LongHistory() {
    Append(log, history, 5000);
    rows = *Replay(log, WorklistView(), log.Head());
  }

  MemoryLog log;
  RandomHistory history{{.seed = 12, .agencies = 10, .offices = 3, .cases_at_once = 120}};
  std::unique_ptr<MemoryRows> rows;
};

class WorklistTest : public SharedTest<LongHistory> {
 protected:
  MemoryLog& log_ = made_->log;
  const RandomHistory& history_ = made_->history;
  const std::unique_ptr<MemoryRows>& rows_ = made_->rows;
};

TEST_F(WorklistTest, EveryListHasTheRowsAndTheOrderOfANaiveModel) {
  const NaiveLists naive(log_);
  const absl::Duration soon = absl::Hours(24);
  size_t rows = 0;
  for (const std::string& agency : history_.agencies()) {
    for (List list : {List::kInbox, List::kNew, List::kOverdue, List::kDueSoon, List::kWaiting,
                      List::kToAnswer, List::kOutbox, List::kEnded}) {
      const std::vector<std::string> wanted = naive.Of(agency, list, history_.now(), soon);
      for (size_t limit : {1, 7, 1000}) {
        ASSERT_EQ(AllPages(*rows_, {.agency = agency,
                                    .list = list,
                                    .now = history_.now(),
                                    .soon = soon,
                                    .limit = limit}),
                  wanted)
            << agency << " " << Name(list) << " by " << limit;
      }
      rows += wanted.size();
    }
  }
  EXPECT_GT(rows, 500u);
}

TEST_F(WorklistTest, SomethingIsToBeAnsweredAndIsSoAtWhoSentItAlone) {
  size_t asked = 0;
  for (const std::string& agency : history_.agencies()) {
    PageQuery query{.agency = agency, .list = List::kToAnswer, .now = history_.now()};
    const absl::StatusOr<Page> page = ReadPage(*rows_, query);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const Line& line : page->lines) EXPECT_EQ(line.row.from_agency, agency);
    asked += page->lines.size();
  }
  EXPECT_GT(asked, 0u);
}

void Escalate(LongHistory& at, const std::string& referral) {
  Proposal proposal;
  proposal.caller = "ticker";
  proposal.request_id = absl::StrCat("escalate-", 1'000'000 + at.log.Head());
  proposal.digest = std::string(32, 'd');
  proposal.actor = {"system", "hub", "", "system"};
  proposal.occurred_at = at.history.now();
  proposal.events = {
      EncodeEvent(ReferralStream(referral), referral::Escalated{.reason = "OVERDUE"})};
  ASSERT_TRUE(at.log.AppendAndWait(proposal).ok());
}

// Goes on with a history of its own.
TEST(EscalatedWorklistTest, TheEscalatedOfAListAreThoseMarkedSoInItsOrderHoweverTheyMoveOn) {
  LongHistory own;
  const absl::Duration soon = absl::Hours(24);
  const NaiveLists before(own.log);
  size_t at = 0;
  for (const std::string& agency : own.history.agencies()) {
    for (List list : {List::kOutbox, List::kEnded}) {
      for (const std::string& code : before.Of(agency, list, own.history.now(), soon)) {
        if (++at % 3 == 0) Escalate(own, code);
      }
    }
  }
  Append(own.log, own.history, 200);
  own.rows = *Replay(own.log, WorklistView(), own.log.Head());
  const NaiveLists naive(own.log);
  size_t rows = 0, others = 0;
  for (const std::string& agency : own.history.agencies()) {
    for (List list : {List::kInbox, List::kNew, List::kOverdue, List::kDueSoon, List::kWaiting,
                      List::kToAnswer, List::kOutbox, List::kEnded}) {
      const auto wanted = naive.Of(agency, list, own.history.now(), soon, true);
      PageQuery query{.agency = agency,
                      .list = list,
                      .escalated_only = true,
                      .now = own.history.now(),
                      .soon = soon};
      for (size_t limit : {1, 7, 1000}) {
        query.limit = limit;
        query.sent_only = false;
        ASSERT_EQ(AllPages(*own.rows, query), wanted)
            << agency << " " << Name(list) << " " << limit;
        query.sent_only = true;
        ASSERT_EQ(AllPages(*own.rows, query),
                  naive.Of(agency, list, own.history.now(), soon, true, false, true))
            << agency << " " << Name(list) << " " << limit;
      }
      rows += wanted.size();
      others += naive.Of(agency, list, own.history.now(), soon).size() - wanted.size();
    }
    EXPECT_EQ(ReadCounts(*own.rows, agency, own.history.now(), soon)->outbox,
              naive.Of(agency, List::kOutbox, own.history.now(), soon).size());
  }
  EXPECT_GT(rows, 100u);
  EXPECT_GT(others, 100u);
}

TEST_F(WorklistTest, ADesksPagesAreFullAndHaveNoOthersRows) {
  int of_several_desks = 0;
  for (const std::string& agency : history_.agencies()) {
    PageQuery query{.agency = agency, .list = List::kInbox, .desk = {}, .now = history_.now()};
    query.limit = 1000;
    absl::StatusOr<Page> all = ReadPage(*rows_, query);
    ASSERT_TRUE(all.ok());
    std::map<std::string, std::vector<std::string>> by_desk;
    for (const Line& line : all->lines) by_desk[line.row.to_desk].push_back(line.referral);
    query.limit = 2;
    for (const auto& [desk, codes] : by_desk) {
      query.desk = desk;
      if (desk.empty()) continue;
      EXPECT_EQ(AllPages(*rows_, query), codes);
      absl::StatusOr<Page> first = ReadPage(*rows_, query);
      EXPECT_EQ(first->lines.size(), std::min<size_t>(2, codes.size()));
      of_several_desks += by_desk.size() > 1;
    }
  }
  EXPECT_GT(of_several_desks, 0);
}

TEST_F(WorklistTest, CountsEqualTheLengthsOfTheLists) {
  const NaiveLists naive(log_);
  const absl::Duration soon = absl::Hours(24);
  for (const std::string& agency : history_.agencies()) {
    for (absl::Duration later :
         {absl::ZeroDuration(), absl::Hours(17), absl::Hours(500), absl::Hours(24 * 31)}) {
      const absl::Time now = history_.now() + later;
      absl::StatusOr<ListCounts> counts = ReadCounts(*rows_, agency, now, soon);
      ASSERT_TRUE(counts.ok());
      EXPECT_EQ(counts->inbox, naive.Of(agency, List::kInbox, now, soon).size());
      EXPECT_EQ(counts->fresh, naive.Of(agency, List::kNew, now, soon).size());
      EXPECT_EQ(counts->overdue, naive.Of(agency, List::kOverdue, now, soon).size());
      EXPECT_EQ(counts->due_soon, naive.Of(agency, List::kDueSoon, now, soon).size());
      EXPECT_EQ(counts->waiting, naive.Of(agency, List::kWaiting, now, soon).size());
      EXPECT_EQ(counts->to_answer, naive.Of(agency, List::kToAnswer, now, soon).size());
      EXPECT_EQ(counts->outbox, naive.Of(agency, List::kOutbox, now, soon).size());
      EXPECT_EQ(counts->ended, naive.Of(agency, List::kEnded, now, soon).size());
    }
  }
}

TEST_F(WorklistTest, WhoWorksOnlyWhatIsReceivedHasNeitherLinesNorCountsOfWhatIsSent) {
  const NaiveLists naive(log_);
  const absl::Duration soon = absl::Hours(24);
  const absl::Time now = history_.now() + absl::Hours(17);
  size_t rows = 0, sent = 0;
  for (const std::string& agency : history_.agencies()) {
    const absl::StatusOr<ListCounts> counts =
        ReadCounts(*rows_, agency, now, soon, /*received_only=*/true);
    ASSERT_TRUE(counts.ok());
    const std::map<List, uint64_t> counted = {
        {List::kInbox, counts->inbox},     {List::kNew, counts->fresh},
        {List::kOverdue, counts->overdue}, {List::kDueSoon, counts->due_soon},
        {List::kWaiting, counts->waiting}, {List::kToAnswer, counts->to_answer},
        {List::kOutbox, counts->outbox},   {List::kEnded, counts->ended}};
    for (const auto& [list, count] : counted) {
      const auto wanted = naive.Of(agency, list, now, soon, false, /*received_only=*/true);
      ASSERT_EQ(AllPages(*rows_, {.agency = agency,
                                  .list = list,
                                  .received_only = true,
                                  .now = now,
                                  .soon = soon,
                                  .limit = 7}),
                wanted)
          << agency << " " << Name(list);
      EXPECT_EQ(count, wanted.size()) << agency << " " << Name(list);
      rows += wanted.size();
      sent += naive.Of(agency, list, now, soon).size() - wanted.size();
    }
  }
  EXPECT_GT(rows, 100u);
  EXPECT_GT(sent, 100u);
}

TEST_F(WorklistTest, PagesOfWhatAnAgencySentAreFullAndHaveNothingThatItWasSent) {
  const NaiveLists naive(log_);
  const absl::Duration soon = absl::Hours(24);
  const absl::Time now = history_.now();
  size_t rows = 0, received = 0;
  for (const std::string& agency : history_.agencies()) {
    for (List list :
         {List::kOverdue, List::kWaiting, List::kToAnswer, List::kOutbox, List::kEnded}) {
      const auto wanted = naive.Of(agency, list, now, soon, false, false, /*sent_only=*/true);
      PageQuery query{.agency = agency, .list = list, .sent_only = true, .now = now, .soon = soon};
      query.limit = 2;
      ASSERT_EQ(AllPages(*rows_, query), wanted) << agency << " " << Name(list);
      EXPECT_EQ(ReadPage(*rows_, query)->lines.size(), std::min<size_t>(2, wanted.size()));
      query.received_only = true;
      EXPECT_TRUE(AllPages(*rows_, query).empty());
      rows += wanted.size();
      received += naive.Of(agency, list, now, soon).size() - wanted.size();
    }
  }
  EXPECT_GT(rows, 100u);
  EXPECT_GT(received, 100u);
}

TEST_F(WorklistTest, WhatHasEndedIsListedToWhoWasAskedForThirtyDaysAndToTheSenderForEver) {
  const NaiveLists naive(log_);
  const absl::Duration soon = absl::Hours(24);
  size_t fewer = 0, left = 0;
  for (const std::string& agency : history_.agencies()) {
    const size_t now = naive.Of(agency, List::kEnded, history_.now(), soon).size();
    for (int days : {10, 20, 30, 10'000}) {
      const absl::Time later = history_.now() + absl::Hours(24 * days) - absl::Minutes(7);
      const std::vector<std::string> wanted = naive.Of(agency, List::kEnded, later, soon);
      ASSERT_EQ(
          AllPages(*rows_, {.agency = agency, .list = List::kEnded, .now = later, .limit = 7}),
          wanted);
      EXPECT_EQ(ReadCounts(*rows_, agency, later, soon)->ended, wanted.size());
      fewer += now - wanted.size();
      if (days == 10'000) left += wanted.size();
    }
  }
  EXPECT_GT(fewer, 0u);
  EXPECT_GT(left, 0u);
}

TEST_F(WorklistTest, AnothersReferralIsNotToldApartFromAnUnknownOne) {
  absl::StatusOr<Page> inbox = ReadPage(*rows_, {.agency = "ag-helper-0", .limit = 1});
  ASSERT_FALSE(inbox->lines.empty());
  const std::string& code = inbox->lines[0].referral;
  EXPECT_TRUE(ReadReferral(*rows_, "ag-helper-0", code).ok());
  const absl::Status anothers = ReadReferral(*rows_, "ag-helper-1", code).status();
  EXPECT_EQ(RefusalOf(anothers)->reason, Reason::NOT_FOUND_OR_NOT_YOURS);
  EXPECT_EQ(anothers, ReadReferral(*rows_, "ag-helper-1", "R-none").status());
}

TEST_F(WorklistTest, AMadeUpPageTokenIsRefused) {
  const absl::Status made_up =
      ReadPage(*rows_, {.agency = "ag-helper-0", .after = "made up"}).status();
  EXPECT_EQ(RefusalOf(made_up)->reason, Reason::MALFORMED);
}

}  // namespace
}  // namespace rufaa::worklist
