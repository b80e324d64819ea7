// The board against a brute-force reading of the raw history that shares no code with the fold:
// every case and referral as its events say, counted one by one.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "projections/board/reader.h"
#include "projections/core/replay.h"
#include "tests/projections/history_log.h"

namespace rufaa::board {
namespace {

struct Referral {
  std::string from, to, subcounty, state = "sent";
  absl::Time sent, decide_by;
  std::optional<absl::Time> heard, decided, served, ended, due;
  bool accepted = false, completed = false, has_outcome = false, confirmed = false;
  int appointments = 0, missed = 0;
};

struct Case {
  std::string owner, subcounty;
  casework::Stage stage = casework::Stage::kAbsent;
  absl::Time since;
  casework::Stage before_transfer = casework::Stage::kAbsent;
  bool erased = false;
  std::map<std::string, std::string> open_needs, met_needs;  // Id to code.
  std::map<std::string, std::string> running;                // Referral to need.

  bool Ended() const {
    return stage == casework::Stage::kClosed || stage == casework::Stage::kScreenedOut ||
           stage == casework::Stage::kDuplicate || stage == casework::Stage::kReverted;
  }
  bool NeverWasOne() const { return Ended() && stage != casework::Stage::kClosed; }
};

class Oracle {
 public:
  std::map<std::string, Referral> referrals;
  std::map<std::string, Case> cases;

  void See(const Commit& commit) {
    const DecodedCommit decoded = *Decode(commit);
    at_ = commit.proposal.occurred_at;
    for (size_t i = 0; i < decoded.events.size(); ++i) {
      id_ = std::string(IdOfStream(commit.proposal.events[i].stream));
      std::visit([&](const auto& event) { On(event); }, decoded.events[i]);
    }
  }

 private:
  template <class Event>
  void On(const Event&) {}

  Referral& Moved(const char* state, std::optional<absl::Time> due) {
    Referral& r = referrals.at(id_);
    r.state = state;
    r.due = due;
    return r;
  }
  Referral& Heard(const char* state, std::optional<absl::Time> due) {
    Referral& r = Moved(state, due);
    if (!r.heard) r.heard = at_;
    return r;
  }
  void On(const referral::Sent& e) {
    Referral& r = referrals[id_];
    r.from = e.from_agency;
    r.to = e.to_agency;
    r.subcounty = e.subcounty;
    r.sent = e.sent_at;
    r.decide_by = e.decide_by;
    r.due = e.decide_by;
  }
  void On(const referral::HandedOver& e) { referrals.at(id_).from = e.from_agency; }
  void On(const referral::Opened&) { Heard("opened", referrals.at(id_).due); }
  void On(const referral::InfoRequested& e) { Heard("info-requested", e.reply_by); }
  void On(const referral::Accepted& e) {
    Referral& r = Heard("accepted", e.serve_by);
    r.accepted = true;
    if (!r.decided) r.decided = e.accepted_at;
  }
  void On(const referral::Scheduled& e) { ++Heard("scheduled", e.act_by).appointments; }
  void On(const referral::NoShow& e) { ++Heard("no-show", e.act_by).missed; }
  void On(const referral::ServiceRecorded& e) {
    Referral& r = Heard("in-service", e.complete_by);
    if (!r.served) r.served = e.at;
  }
  void On(const referral::Completed& e) {
    Referral& r = Heard("completed", std::nullopt);
    r.ended = e.at;
    r.completed = r.has_outcome = true;
  }
  void On(const referral::Declined& e) {
    Referral& r = Heard("declined", std::nullopt);
    r.ended = e.declined_at;
    if (!r.decided) r.decided = e.declined_at;
    r.has_outcome = true;
  }
  // Nobody at the recipient did anything: neither when it lapses, nor when the sender takes note.
  void On(const referral::Expired&) { Moved("expired", std::nullopt).ended = at_; }
  // As if it had never been sent.
  void On(const referral::EnteredInError&) { referrals.erase(id_); }
  void On(const referral::LoopConfirmed&) { referrals.at(id_).confirmed = true; }

  void MoveTo(casework::Stage stage) {
    Case& kase = cases.at(id_);
    if (kase.stage != stage) kase.since = at_;
    kase.stage = stage;
  }
  void On(const casework::Identified& e) {
    Case& kase = cases[id_];
    kase.owner = e.intake_agency;
    kase.subcounty = e.subcounty;
    MoveTo(casework::Stage::kIdentified);
  }
  void On(const casework::Registered& e) {
    cases.at(id_).owner = e.owner_agency;
    MoveTo(casework::Stage::kRegistered);
  }
  void On(const casework::TransferAccepted& e) {
    cases.at(id_).owner = e.owner_agency;
    MoveTo(casework::Stage::kRegistered);
  }
  void On(const casework::TransferRequested&) {
    cases.at(id_).before_transfer = cases.at(id_).stage;
    MoveTo(casework::Stage::kTransferPending);
  }
  void On(const casework::TransferDeclined&) { MoveTo(cases.at(id_).before_transfer); }
  void On(const casework::EmergencyDeclared&) { MoveTo(casework::Stage::kEmergency); }
  void On(const casework::AssessmentStarted&) { MoveTo(casework::Stage::kAssessment); }
  void On(const casework::Closed&) { MoveTo(casework::Stage::kClosed); }
  void On(const casework::ScreenedOut&) { MoveTo(casework::Stage::kScreenedOut); }
  void On(const casework::DuplicateDecided&) { MoveTo(casework::Stage::kDuplicate); }
  void On(const casework::ImportReverted&) { MoveTo(casework::Stage::kReverted); }
  void On(const casework::Erased&) { cases.at(id_).erased = true; }
  void On(const casework::DetailsCorrected& e) {
    if (!e.subcounty.empty()) cases.at(id_).subcounty = e.subcounty;
  }
  void On(const casework::NeedOpened& e) { cases.at(id_).open_needs[e.need] = e.code; }
  void On(const casework::NeedMet& e) {
    Case& kase = cases.at(id_);
    kase.met_needs.insert(kase.open_needs.extract(e.need));
  }
  void On(const casework::NeedReopened& e) {
    Case& kase = cases.at(id_);
    kase.open_needs.insert(kase.met_needs.extract(e.need));
  }
  void On(const casework::ReferralOpened& e) { cases.at(id_).running[e.referral] = e.need; }
  void On(const casework::ReferralEnded& e) { cases.at(id_).running.erase(e.referral); }

  absl::Time at_;
  std::string id_;
};

constexpr absl::Duration kDay = absl::Hours(24);

int64_t Days(absl::Time time) { return absl::ToUnixSeconds(time) / 86400; }

size_t AgeOf(absl::Time since, absl::Time now) {
  const int64_t days = Days(now) - Days(since);
  return days <= 7 ? 0 : days <= 28 ? 1 : days <= 84 ? 2 : 3;
}

struct Seen {
  Seen() {
    MemoryLog log;
    RandomHistory history({.seed = 31, .agencies = 6, .offices = 3, .slower = 60});
    Append(log, history, 6000);
    rows = *Replay(log, BoardView(), log.Head());
    EXPECT_TRUE(log.Read(0,
                         [&](const Commit& commit) {
                           oracle.See(commit);
                           return true;
                         })
                    .ok());
    // Where a slot begins, what is overdue is exact.
    now = StartOfSlot(SlotOf(history.now()));
  }

  std::unique_ptr<MemoryRows> rows;
  Oracle oracle;
  absl::Time now;
};

class BoardTest : public SharedTest<Seen> {
 protected:
  Board Read(absl::Time now, int days, const std::string& subcounty = "") {
    return *ReadBoard(*rows_, {.now = now, .followed_days = days, .subcounty = subcounty});
  }

  // Of one agency, or (empty) of all.
  indicators::ReferralCounts CountsOf(const std::string& agency, const std::string& subcounty,
                                      absl::Time now, int days) const {
    // Ten-day steps counted from 1970; the last of them ended so many days ago.
    const int64_t until = (Days(now) - days) / 10 * 10, from = until - days;
    indicators::ReferralCounts counts;
    for (const auto& [code, r] : oracle_.referrals) {
      if (!agency.empty() && r.to != agency) continue;
      if (!subcounty.empty() && r.subcounty != subcounty) continue;
      counts.appointments += r.appointments;
      counts.no_shows += r.missed;
      counts.ended_with_outcome += r.has_outcome;
      counts.outcome_acknowledged += r.has_outcome && r.confirmed;
      if (Days(r.sent) < from || Days(r.sent) >= until) continue;
      const absl::Time end = r.sent + days * kDay;
      const bool decided = r.decided && *r.decided <= end;
      counts.sent += 1;
      counts.decided += decided;
      counts.decided_in_time += decided && *r.decided <= r.decide_by;
      counts.accepted += decided && r.accepted;
      const bool heard = r.heard && *r.heard <= end;
      const bool over = r.ended && *r.ended <= r.decide_by;
      counts.silent += !heard && !over && r.decide_by <= end;
      counts.completed_served += r.completed && r.served && *r.ended <= end;
    }
    return counts;
  }

  const std::unique_ptr<MemoryRows>& rows_ = made_->rows;
  const Oracle& oracle_ = made_->oracle;
  const absl::Time now_ = made_->now;
};

TEST_F(BoardTest, CohortsAreCountedAsTheirReferralsWereAtTheEndOfTheirDays) {
  int64_t silent = 0, late = 0, open = 0, missed = 0, confirmed = 0;
  for (int days : {30, 60, 90}) {
    for (const std::string subcounty : {"", "003"}) {
      for (int ago : {0, 4, 9, 40}) {
        const absl::Time now = now_ - ago * kDay;
        const Board board = Read(now, days, subcounty);
        const indicators::ReferralCounts wanted = CountsOf("", subcounty, now, days);
        EXPECT_EQ(board.county.counts, wanted) << days << " " << subcounty << " " << ago;
        for (const auto& [agency, rates] : board.by_agency) {
          EXPECT_EQ(rates.counts, CountsOf(agency, subcounty, now, days)) << agency;
        }
        EXPECT_GT(wanted.sent, 0);
        silent += wanted.silent;
        late += wanted.decided - wanted.decided_in_time;
        open += wanted.sent - wanted.decided;
        missed += wanted.no_shows;
        confirmed += wanted.outcome_acknowledged;
      }
    }
  }
  for (int64_t seen : {silent, late, open, missed, confirmed}) EXPECT_GT(seen, 0);
}

TEST_F(BoardTest, ACohortIsWholeStepsThatAreOver) {
  for (int days : {30, 60, 90}) {
    for (int later = 0; later < 30; ++later) {
      const absl::Time now = now_ + later * absl::Hours(11);
      const Cohort cohort = CohortAt(now, days);
      EXPECT_EQ(cohort.to - cohort.from, days * kDay);
      EXPECT_LE(cohort.to + days * kDay, now) << "everybody was followed to the end";
      EXPECT_GT(cohort.to + (days + 11) * kDay, now) << "and it is the latest such";
    }
  }
}

TEST_F(BoardTest, CasesAndRunningReferralsStandWhereAndSinceWhenTheyDo) {
  std::map<std::tuple<std::string, std::string, casework::Stage>, ByAge> cases;
  int erased = 0;
  for (const auto& [code, kase] : oracle_.cases) {
    erased += kase.erased;
    if (kase.erased) continue;
    absl::Time since = kase.since;
    // What has ended is counted by weeks.
    if (kase.Ended()) {
      since = absl::FromUnixSeconds(Days(since) / 7 * 7 * 86400);
    }
    ++cases[{kase.owner, kase.subcounty, kase.stage}][AgeOf(since, now_)];
  }
  std::map<std::pair<std::string, std::string>, ByAge> running;
  for (const auto& [code, r] : oracle_.referrals) {
    if (!r.ended) ++running[{r.subcounty, r.state}][AgeOf(r.sent, now_)];
  }
  EXPECT_GT(erased, 0);
  const Board board = Read(now_, 30);
  ASSERT_EQ(board.stages.size(), cases.size());
  for (const StageLine& line : board.stages) {
    EXPECT_EQ(line.cases, (cases[{line.agency, line.subcounty, line.stage}])) << line.agency;
  }
  ASSERT_EQ(board.running.size(), running.size());
  std::set<size_t> ages;
  for (const RunningLine& line : board.running) {
    const std::string state(referral::Name(line.state));
    EXPECT_EQ(line.referrals, (running[{line.subcounty, state}])) << state;
    for (size_t age = 0; age < line.referrals.size(); ++age) {
      if (line.referrals[age] > 0) ages.insert(age);
    }
  }
  EXPECT_EQ(ages.size(), 4u) << "every age occurs";
}

TEST_F(BoardTest, WaitingAndNeedsUnmetOrMetAreByAgencyServiceAndSubCounty) {
  std::map<std::pair<std::string, std::string>, std::pair<uint64_t, uint64_t>> waiting;
  for (const auto& [code, r] : oracle_.referrals) {
    if (!r.due) continue;
    auto& [all, overdue] = waiting[{r.state == "info-requested" ? r.from : r.to, r.subcounty}];
    ++all;
    overdue += *r.due < now_;
  }
  std::map<std::pair<std::string, std::string>, uint64_t> unmet, met;
  uint64_t of_no_case = 0;
  for (const auto& [code, kase] : oracle_.cases) {
    if (kase.erased || kase.NeverWasOne()) {
      of_no_case += kase.met_needs.size();
      continue;
    }
    for (const auto& [need, service] : kase.met_needs) ++met[{service, kase.subcounty}];
    if (kase.Ended()) continue;
    for (const auto& [need, service] : kase.open_needs) {
      const bool under_way =
          std::any_of(kase.running.begin(), kase.running.end(),
                      [&](const auto& referral) { return referral.second == need; });
      if (!under_way) ++unmet[{service, kase.subcounty}];
    }
  }
  const Board board = Read(now_, 30);
  ASSERT_EQ(board.stuck.size(), waiting.size());
  uint64_t overdue = 0;
  for (const StuckLine& line : board.stuck) {
    EXPECT_EQ(std::make_pair(line.waiting, line.overdue), (waiting[{line.agency, line.subcounty}]))
        << line.agency;
    overdue += line.overdue;
  }
  EXPECT_GT(overdue, 0u);
  uint64_t needs = 0;
  for (const NeedsLine& line : board.needs) {
    EXPECT_EQ(line.counters.unmet, (unmet[{line.code, line.subcounty}])) << line.code;
    EXPECT_EQ(line.counters.met, (met[{line.code, line.subcounty}])) << line.code;
    needs += line.counters.unmet;
  }
  EXPECT_GT(needs, 0u);
  EXPECT_GT(of_no_case, 0u);
}

// By the book: the share not decided (or served) after `elapsed`, of what was watched for so long
// and then happened (true) or not.
double LeftAfter(std::vector<std::pair<absl::Duration, bool>> times, absl::Duration elapsed) {
  std::sort(times.begin(), times.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  double left = 1;
  for (size_t i = 0; i < times.size() && times[i].first <= elapsed; ++i) {
    if (times[i].second) left *= 1 - 1.0 / static_cast<double>(times.size() - i);
  }
  return left;
}

TEST_F(BoardTest, OpenReferralsAreCensoredAndNotDropped) {
  std::vector<absl::Duration> decided;
  for (const auto& [code, r] : oracle_.referrals) {
    if (r.decided) decided.push_back(*r.decided - r.sent);
  }
  ASSERT_LT(decided.size(), oracle_.referrals.size());
  std::sort(decided.begin(), decided.end());
  const std::optional<absl::Duration> p90 = Read(now_, 30).county.decide_p90;
  EXPECT_TRUE(!p90 || *p90 > decided[decided.size() * 9 / 10])
      << "dropping the open ones would give this";
}

TEST_F(BoardTest, TimesAreThoseOfKaplanAndMeier) {
  std::vector<std::pair<absl::Duration, bool>> decide, serve;
  for (const auto& [code, r] : oracle_.referrals) {
    const absl::Time until = r.ended.value_or(now_);
    decide.emplace_back(r.decided.value_or(until) - r.sent, r.decided.has_value());
    serve.emplace_back(r.served.value_or(until) - r.sent, r.served.has_value());
  }
  const Rates& county = Read(now_, 30).county;
  EXPECT_EQ(county.sent, oracle_.referrals.size());
  int known = 0;
  const auto expect = [&](const std::optional<absl::Duration>& found, double share,
                          const std::vector<std::pair<absl::Duration, bool>>& times) {
    if (!found) {
      EXPECT_GT(LeftAfter(times, absl::InfiniteDuration()), 1 - share);
      return;
    }
    // Later durations are told to a tenth, and open ones are counted by the day they were sent.
    EXPECT_LT(LeftAfter(times, *found + kDay), 1 - share + 0.03) << *found;
    EXPECT_GT(LeftAfter(times, *found / 1.1 - kDay), 1 - share - 0.03) << *found;
    ++known;
  };
  expect(county.decide_p50, 0.5, decide);
  expect(county.decide_p90, 0.9, decide);
  expect(county.serve_p50, 0.5, serve);
  expect(county.serve_p90, 0.9, serve);
  EXPECT_GE(known, 3);
}

}  // namespace
}  // namespace rufaa::board
