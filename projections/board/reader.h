// The county board as of `now`, out of its counters.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/indicators/rates.h"
#include "projections/board/board.h"
#include "projections/core/rows.h"

namespace rufaa::board {

// Up to a week, four weeks, twelve weeks, longer: to a day.
using ByAge = std::array<uint64_t, 4>;

// Cases in a stage, by how long they have been in it.
struct StageLine {
  std::string agency, subcounty;
  casework::Stage stage = casework::Stage::kAbsent;
  ByAge cases = {};
  uint64_t found = 0;  // Of them: children found, as the programme counts.
};

// Running referrals in a state, by how long ago they were sent.
struct RunningLine {
  std::string subcounty;
  referral::Stage state = referral::Stage::kAbsent;
  ByAge referrals = {};
};

// Who must act next, and how much of it is overdue (to a quarter of a day).
struct StuckLine {
  std::string agency, subcounty;
  uint64_t waiting = 0;
  uint64_t overdue = 0;
};

// Cases that an agency should have acted on, by the clock that ran out: each by the one that is due
// next.
struct LateCasesLine {
  std::string agency, subcounty;
  casework::Stage stage = casework::Stage::kAbsent;
  bool in_court = false;  // What is due is that a removed child is brought to court.
  Histogram late = {};    // By the whole days since it was due.
};

struct NeedsLine {
  std::string code;
  std::string subcounty;
  NeedCounters counters;
};

struct Rates {
  uint64_t sent = 0;  // Ever.
  indicators::ReferralCounts counts;
  // By Kaplan and Meier (domain/indicators): open ones count as long as they have been open since
  // the day they were sent on was over.
  // nullopt: fewer than that share has been decided (or served) so far; or it is of too few.
  std::optional<absl::Duration> decide_p50, decide_p90, serve_p50, serve_p90;
};

// What was sent from `from` until before `to`, each followed for so many days: all of them are
// over.
struct Cohort {
  int followed_days = 0;
  absl::Time from, to;
};
Cohort CohortAt(absl::Time now, int followed_days);

struct Board {
  std::vector<StageLine> stages;
  std::vector<RunningLine> running;
  std::vector<StuckLine> stuck;
  std::vector<LateCasesLine> late_cases;
  std::vector<NeedsLine> needs;
  Rates county;
  std::map<std::string, Rates> by_agency;  // Recipient.
  Cohort cohort;
  uint64_t position = 0;
};

struct Query {
  absl::Time now;
  int followed_days = 30;      // One of kFollowedDays.
  std::string subcounty = "";  // Rates of this one alone; empty: of all. Lines say whose they are.
  int64_t few = 0;             // Times that are of so few referrals, or fewer, are left out.
};
absl::StatusOr<Board> ReadBoard(const ViewSnapshot& view, const Query& query);
// Only the lines of one family of counters: of kStages, kWaiting, kCaseWaiting, kNeeds, kRunning or
// kReferrals.
absl::StatusOr<Board> ReadPart(const ViewSnapshot& view, absl::Time now, Family family);

}  // namespace rufaa::board
