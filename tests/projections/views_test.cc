#include <gtest/gtest.h>

#include <map>

#include "projections/calendar/calendar.h"
#include "projections/caseload/caseload.h"
#include "projections/core/replay.h"
#include "projections/deadlines/deadlines.h"
#include "projections/offers/offers.h"
#include "projections/tracks/referral_track.h"
#include "projections/trail/reader.h"
#include "tests/projections/followed_history.h"
#include "tests/projections/history_log.h"

namespace rufaa {
namespace {

// And what its referrals and cases have come to.
struct LongHistory {
  LongHistory() {
    Append(log, history, 3000);
    followed = FollowAll(log);
  }

  MemoryLog log;
  RandomHistory history{{.seed = 14}};
  FollowedHistory followed;
};

class ViewsTest : public SharedTest<LongHistory> {
 protected:
  std::unique_ptr<MemoryRows> Rows(absl::string_view view) {
    return *Replay(log_, *ViewNamed(view), log_.Head());
  }

  MemoryLog& log_ = made_->log;
  const RandomHistory& history_ = made_->history;
  const std::map<std::string, ReferralTrack>& referrals_ = made_->followed.referrals;
  const std::map<std::string, CaseTrack>& cases_ = made_->followed.cases;
};

TEST_F(ViewsTest, DeadlinesAreThoseOfEverythingThatWaits) {
  std::map<std::string, absl::Time> wanted;
  for (const auto& [stream, track] : referrals_) {
    if (track.due) wanted[stream] = *track.due;
  }
  for (const auto& [stream, track] : cases_) {
    if (track.due) wanted[stream] = *track.due;
  }
  auto rows = Rows("deadlines");
  absl::StatusOr<deadlines::DueList> all =
      deadlines::ReadDue(*rows, absl::FromUnixSeconds(4'000'000'000), 1'000'000);
  ASSERT_TRUE(all.ok());
  std::map<std::string, absl::Time> found;
  for (const deadlines::Due& due : all->items) found[due.stream] = due.due;
  EXPECT_EQ(found, wanted);
  ASSERT_FALSE(all->items.empty());
  EXPECT_EQ(deadlines::ReadDue(*rows, all->items.front().due, 10)->items.size(), 1u)
      << "what is due now is due";
}

TEST_F(ViewsTest, TheCaseloadOfAnOfficeIsItsActiveCasesByWhatIsDue) {
  auto rows = Rows("caseload");
  for (int office = 0; office < 6; ++office) {
    const std::string agency = absl::StrCat("ag-office-", office);
    uint64_t wanted = 0;
    for (const auto& [stream, track] : cases_) {
      wanted += (track.owner_agency == agency || track.transfer_to == agency) && IsActive(track);
    }
    uint64_t found = 0;
    absl::Time last = absl::InfinitePast();
    std::string after;
    do {
      absl::StatusOr<caseload::Page> page =
          caseload::ReadPage(*rows, agency, caseload::Part::kActive, 3, after);
      ASSERT_TRUE(page.ok());
      EXPECT_EQ(page->active, wanted);
      for (const caseload::Line& line : page->lines) {
        const absl::Time never = absl::InfiniteFuture();
        const absl::Time next =
            std::min({line.row.track.due.value_or(never), line.row.court_at.value_or(never),
                      line.row.order_due.value_or(never)});
        EXPECT_LE(last, next);
        last = next;
        ++found;
      }
      after = page->next;
    } while (!after.empty());
    EXPECT_EQ(found, wanted);
  }
}

TEST_F(ViewsTest, TheTrailHasEveryEventOfACaseWithItsActor) {
  auto rows = Rows("trail");
  const std::string& kase = history_.case_codes().front();
  absl::StatusOr<trail::Page> page =
      trail::ReadTrail(*rows, log_, {.by = trail::By::kCase, .id = kase, .limit = 1000});
  ASSERT_TRUE(page.ok());
  ASSERT_GT(page->lines.size(), 3u);
  EXPECT_EQ(page->lines[0].row.type, "case.identified");
  EXPECT_FALSE(page->lines[0].row.authority.empty());
}

TEST_F(ViewsTest, ACaseFileAsOfADayIsTheOneOfAReplayUpToThatDay) {
  auto trail_rows = Rows("trail");
  const std::string& kase = history_.case_codes()[3];
  const uint64_t position = log_.Head() / 2;
  absl::StatusOr<std::vector<uint64_t>> positions =
      trail::PositionsOfCase(*trail_rows, kase, position);
  ASSERT_TRUE(positions.ok());
  ASSERT_FALSE(positions->empty());
  auto view = ViewNamed("caseload");
  auto part = *ReplayOnly(log_, *view, *positions);
  auto whole = *Replay(log_, *view, position);
  int compared = 0;
  for (const auto& [key, value] : part->rows()) {
    if (key.find(kase) == std::string::npos) continue;
    EXPECT_EQ(whole->rows().at(key), value);
    ++compared;
  }
  EXPECT_GT(compared, 0);
}

TEST_F(ViewsTest, OffersShowWhoHasRoomMostFirst) {
  auto rows = Rows("offers");
  absl::StatusOr<offers::Offers> found = offers::FindOffers(*rows, "RMTS", "003");
  ASSERT_TRUE(found.ok());
  ASSERT_FALSE(found->rows.empty());
  for (size_t i = 1; i < found->rows.size(); ++i) {
    EXPECT_GE(found->rows[i - 1].Free(), found->rows[i].Free());
  }
  uint32_t held = 0;
  for (const offers::Row& row : found->rows) held += row.held;
  uint32_t open = 0;
  for (const auto& [stream, track] : referrals_) open += track.accepted && !track.ended_at;
  EXPECT_EQ(held, open);
}

TEST_F(ViewsTest, TheCalendarHoldsOnlyDatesThatStillStand) {
  auto rows = Rows("calendar");
  auto caseload_rows = Rows("caseload");
  std::map<std::string, absl::Time> dates, cases;  // By case: the next.
  for (int office = 0; office < 6; ++office) {
    const std::string agency = absl::StrCat("ag-office-", office);
    const auto page = calendar::ReadDates(*rows, agency, absl::UnixEpoch(),
                                          absl::FromUnixSeconds(4'000'000'000), 100'000);
    for (const calendar::Row& row : page->rows) {
      absl::Time& next = dates.try_emplace(row.case_code, row.at).first->second;
      next = std::min(next, row.at);
    }
    for (auto part : {caseload::Part::kActive, caseload::Part::kClosed}) {
      absl::StatusOr<caseload::Page> page =
          caseload::ReadPage(*caseload_rows, agency, part, 100'000);
      ASSERT_TRUE(page.ok());
      for (const caseload::Line& line : page->lines) {
        if (line.row.court_at) cases[line.case_code] = *line.row.court_at;
      }
    }
  }
  EXPECT_FALSE(dates.empty());
  EXPECT_EQ(dates, cases);
}

}  // namespace
}  // namespace rufaa
