// The lists behind the figures against the figures, over random histories: as many lines as each
// counter counts, which board_test holds to the history itself.
#include "projections/board/lines.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "projections/board/reader.h"
#include "projections/calendar/calendar.h"
#include "projections/core/key.h"
#include "projections/core/replay.h"
#include "projections/deadlines/deadlines.h"
#include "tests/projections/followed_history.h"
#include "tests/projections/history_log.h"

namespace rufaa::board {
namespace {

constexpr int64_t kEver = kOldestDay.back();

struct LongHistory {
  LongHistory() {
    Append(log, history, 6000);
    rows = *Replay(log, BoardView(), log.Head());
    now = StartOfSlot(SlotOf(history.now()));
  }

  MemoryLog log;
  RandomHistory history{{.seed = 47, .agencies = 6, .offices = 3, .slower = 60}};
  std::unique_ptr<MemoryRows> rows;
  absl::Time now;
};

class LinesTest : public SharedTest<LongHistory> {
 protected:
  FilteredPage Page(KeyRange range, size_t limit = 1'000'000, const std::string& after = "") {
    return *ReadFiltered(*rows_, {.ranges = {std::move(range)},
                                  .after = after,
                                  .limit = limit,
                                  .wanted = [](absl::string_view, absl::string_view) {
                                    return absl::StatusOr<bool>(true);
                                  }});
  }

  // How many lines there are by sub-county. Each is of a case or referral that the view keeps.
  std::map<std::string, uint64_t> Count(KeyRange range, uint32_t whole = 0, uint32_t part = 0) {
    std::map<std::string, uint64_t> lines;
    for (const auto& [key, value] : Page(std::move(range)).rows) {
      const Line line = *DecodeFields<Line>(value);
      const LinePlace place = *ReadLinePlace(key);
      if ((line.bits & whole) != whole || (line.bits & part) != part) continue;
      const bool of_case = place.family == kCaseLines || place.family == kNeedLines;
      EXPECT_TRUE(of_case ? ReadCaseState(*rows_, place.id).ok()
                          : ReadReferralState(*rows_, place.id).ok());
      ++lines[place.family == kNeedLines ? place.subcounty : line.subcounty];
    }
    return lines;
  }
  static uint64_t Sum(const std::map<std::string, uint64_t>& counts) {
    uint64_t sum = 0;
    for (const auto& [key, count] : counts) sum += count;
    return sum;
  }

  MemoryLog& log_ = made_->log;
  const RandomHistory& history_ = made_->history;
  const std::unique_ptr<MemoryRows>& rows_ = made_->rows;
  const absl::Time now_ = made_->now;
};

TEST_F(LinesTest, OpenCasesAreAsManyAsTheBoardCountsByStageOwnerAgeAndSubCounty) {
  const Board board = *ReadPart(*rows_, now_, kStages);
  uint64_t seen = 0;
  for (const StageLine& line : board.stages) {
    CaseTrack track;
    track.stage = line.stage;
    for (size_t age = 0; IsActive(track) && age < kAges.size(); ++age) {
      const auto lines = Count(CaseLines(line.stage, line.agency, DaysOfAge(age, now_)));
      const auto found = lines.find(line.subcounty);
      EXPECT_EQ(found == lines.end() ? 0 : found->second, line.cases[age]) << line.agency;
      seen += line.cases[age];
    }
  }
  EXPECT_GT(seen, 20u);
}

TEST_F(LinesTest, EndedCasesAreAsManyWhateverTheirAge) {
  std::map<std::pair<std::string, std::string>, uint64_t> wanted;
  const Board board = *ReadPart(*rows_, now_, kStages);
  for (const StageLine& line : board.stages) {
    if (line.stage != casework::Stage::kClosed) continue;
    for (uint64_t cases : line.cases) wanted[{line.agency, line.subcounty}] += cases;
  }
  EXPECT_FALSE(wanted.empty());
  for (const auto& [place, cases] : wanted) {
    auto lines = Count(CaseLines(casework::Stage::kClosed, place.first, {0, kEver}));
    EXPECT_EQ(lines[place.second], cases);
  }
}

TEST_F(LinesTest, RunningReferralsAreAsManyAsByStateAndAge) {
  std::set<size_t> ages;
  const Board board = *ReadPart(*rows_, now_, kRunning);
  for (const RunningLine& line : board.running) {
    for (size_t age = 0; age < kAges.size(); ++age) {
      auto lines = Count(StateLines(line.state, DaysOfAge(age, now_)));
      EXPECT_EQ(lines[line.subcounty], line.referrals[age]) << referral::Name(line.state);
      if (line.referrals[age] > 0) ages.insert(age);
    }
  }
  EXPECT_EQ(ages.size(), kAges.size());
}

TEST_F(LinesTest, WhatWaitsIsAsMuchAsByWhoMustActAndWhetherItIsOverdue) {
  uint64_t overdue = 0;
  const Board board = *ReadPart(*rows_, now_, kWaiting);
  for (const StuckLine& line : board.stuck) {
    auto late = Count(TurnLines(line.agency, 0, SlotOf(now_)));
    auto all = Count(TurnLines(line.agency, 0, kEver));
    EXPECT_EQ(late[line.subcounty], line.overdue) << line.agency;
    EXPECT_EQ(all[line.subcounty], line.waiting) << line.agency;
    overdue += line.overdue;
  }
  EXPECT_GT(overdue, 0u);
}

TEST_F(LinesTest, EveryRateHasItsReferrals) {
  int64_t silent = 0, served = 0, confirmed = 0;
  for (size_t i = 0; i < kFollowedDays.size(); ++i) {
    const Board board = *ReadBoard(*rows_, {.now = now_, .followed_days = kFollowedDays[i]});
    const auto days = static_cast<uint32_t>(i * kBitsOfADay);
    for (const auto& [agency, rates] : board.by_agency) {
      const KeyRange cohort =
          AnswerLines(agency, StepOf(board.cohort.from), StepOf(board.cohort.to));
      const auto of = [&](uint32_t bits) {
        return static_cast<int64_t>(Sum(Count(cohort, bits << days)));
      };
      EXPECT_EQ(of(0), rates.counts.sent);
      EXPECT_EQ(of(kDecided), rates.counts.decided);
      EXPECT_EQ(of(kInTime), rates.counts.decided_in_time);
      EXPECT_EQ(of(kAccepted), rates.counts.accepted);
      EXPECT_EQ(of(kSilent), rates.counts.silent);
      EXPECT_EQ(of(kServed), rates.counts.completed_served);
      const KeyRange ever = AnswerLines(agency, 0, kEver);
      EXPECT_EQ(Sum(Count(ever)), rates.sent);
      EXPECT_EQ(static_cast<int64_t>(Sum(Count(ever, kHasOutcome))),
                rates.counts.ended_with_outcome);
      EXPECT_EQ(static_cast<int64_t>(Sum(Count(ever, kConfirmed))),
                rates.counts.outcome_acknowledged);
    }
    silent += board.county.counts.silent;
    served += board.county.counts.completed_served;
    confirmed += board.county.counts.outcome_acknowledged;
  }
  for (int64_t seen : {silent, served, confirmed}) EXPECT_GT(seen, 0);
}

TEST_F(LinesTest, NeedsAreAsManyMetAndUnmet) {
  uint64_t unmet = 0;
  const Board board = *ReadPart(*rows_, now_, kNeeds);
  for (const NeedsLine& line : board.needs) {
    EXPECT_EQ(Sum(Count(NeedLines(true, line.code, line.subcounty))), line.counters.met);
    EXPECT_EQ(Sum(Count(NeedLines(false, line.code, line.subcounty))), line.counters.unmet);
    unmet += line.counters.unmet;
  }
  EXPECT_GT(unmet, 0u);
}

TEST_F(LinesTest, PagesFollowOneAnotherWithoutGapOrRepeat) {
  const std::string agency = ReadPart(*rows_, now_, kReferrals)->by_agency.begin()->first;
  const KeyRange all = AnswerLines(agency, 0, kEver);
  const FilteredPage whole = Page(all);
  EXPECT_EQ(whole.next, "");
  std::vector<std::pair<std::string, std::string>> found;
  std::string after;
  do {
    const FilteredPage page = Page(all, 7, after);
    EXPECT_LE(page.rows.size(), 7u);
    EXPECT_FALSE(page.rows.empty());
    found.insert(found.end(), page.rows.begin(), page.rows.end());
    after = page.next;
  } while (!after.empty());
  EXPECT_EQ(found, whole.rows);
}

// What nobody asks for is not looked through without end: such a page is short, and goes on.
TEST(FilteredScanTest, APageLooksAtSoManyRowsAndNoMore) {
  MemoryRows rows;
  RowChanges changes;
  const size_t all = kLookedAtMax * 2 + 5;
  for (uint64_t i = 0; i < all; ++i) {
    changes.push_back({KeyWriter().U8(1).U64(i).Take(), i + 1 == all ? "wanted" : ""});
  }
  rows.Apply(changes, 1);
  FilteredScan scan{.ranges = {{KeyWriter().U8(1).Take(), KeyWriter().U8(2).Take()}},
                    .after = "",
                    .limit = 3,
                    .wanted = [](absl::string_view, absl::string_view value) {
                      return absl::StatusOr<bool>(value == "wanted");
                    }};
  for (int page = 0; page < 2; ++page) {
    const FilteredPage found = *ReadFiltered(rows, scan);
    EXPECT_TRUE(found.rows.empty());
    ASSERT_FALSE(found.next.empty());
    EXPECT_NE(found.next, scan.after);
    scan.after = found.next;
  }
  const FilteredPage last = *ReadFiltered(rows, scan);
  EXPECT_EQ(last.rows.size(), 1u);
  EXPECT_EQ(last.next, "");
}

TEST_F(LinesTest, WhatIsOverdueSaysWhereItStandsAndWhoMustAct) {
  auto [referrals, cases] = FollowAll(log_);
  const auto rows = *Replay(log_, deadlines::DeadlinesView(), log_.Head());
  const absl::Time later = now_ + absl::Hours(24 * 30);
  size_t overdue = 0;
  for (const auto& [stream, track] : referrals) overdue += track.due && *track.due <= later;
  for (const auto& [stream, track] : cases) overdue += track.due && *track.due <= later;
  deadlines::OverdueQuery query{
      .now = later, .limit = 11, .wanted = [](const deadlines::Overdue&) { return true; }};
  size_t seen = 0;
  absl::Time last = absl::InfinitePast();
  do {
    const deadlines::OverduePage page = *deadlines::ReadOverdue(*rows, query);
    for (const deadlines::Overdue& one : page.items) {
      const std::string& stream = one.due.stream;
      EXPECT_LE(last, one.due.due);
      last = one.due.due;
      if (stream[0] == 'r') {
        const ReferralTrack& track = referrals[stream];
        EXPECT_EQ(one.row.state, track.stage);
        EXPECT_EQ(one.row.service, track.service);
        EXPECT_EQ(one.row.agency, track.stage == referral::Stage::kInfoRequested ? track.from_agency
                                                                                 : track.to_agency);
      } else {
        EXPECT_EQ(one.row.stage, cases[stream].stage);
        EXPECT_EQ(one.row.subcounty, cases[stream].subcounty);
      }
    }
    seen += page.items.size();
    query.after = page.next;
  } while (!query.after.empty());
  EXPECT_EQ(seen, overdue);
  EXPECT_GT(overdue, 30u);
}

TEST_F(LinesTest, EachWeekHasAsManyDaysInCourtAsTheCourtsCalendar) {
  const auto rows = *Replay(log_, calendar::CalendarView(), log_.Head());
  const absl::Time first = absl::FromUnixSeconds(0) + absl::Hours(4 * 24 - 3);  // A Monday.
  std::map<std::pair<absl::Time, std::string>, uint64_t> wanted, found;
  const calendar::Page all = *calendar::ReadDates(*rows, "", absl::InfinitePast(), now_, 1);
  EXPECT_TRUE(all.rows.empty()) << "dates are an agency's";
  for (const std::string& agency : history_.agencies()) {
    const calendar::Page page =
        *calendar::ReadDates(*rows, agency, first, absl::InfiniteFuture(), 1'000'000);
    for (const calendar::Row& row : page.rows) {
      if (row.court != agency) continue;
      const int64_t week = (row.at - first) / absl::Hours(7 * 24);
      ++wanted[{first + week * absl::Hours(7 * 24), agency}];
    }
  }
  ASSERT_FALSE(wanted.empty());
  const auto weeks = *calendar::ReadWeeks(*rows, first, 5000);
  for (const calendar::CourtWeek& week : weeks) {
    found[{week.monday, week.court}] = week.dates;
  }
  EXPECT_EQ(found, wanted);
  const absl::Time monday = wanted.begin()->first.first;
  for (const absl::Duration within : {absl::ZeroDuration(), absl::Hours(7 * 24 - 1)}) {
    const auto week = *calendar::ReadWeeks(*rows, monday + within, 1);
    ASSERT_FALSE(week.empty());
    EXPECT_EQ(week[0].monday, monday);
  }
}

}  // namespace
}  // namespace rufaa::board
