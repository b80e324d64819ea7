// The county board as of `now`, out of its counters.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "projections/board/board.h"
#include "projections/core/rows.h"

namespace rufaa::board {

// How many of a stage, and since how long.
struct StageLine {
  std::string agency;
  casework::Stage stage = casework::Stage::kAbsent;
  uint64_t cases = 0;
  uint64_t up_to_a_week = 0, up_to_four_weeks = 0, up_to_twelve_weeks = 0, longer = 0;
};

// Who must act next, and how much of it is overdue (to a quarter of a day).
struct StuckLine {
  std::string agency;
  uint64_t waiting = 0;
  uint64_t overdue = 0;
  absl::Duration oldest = absl::ZeroDuration();  // How long the oldest has been overdue.
};

struct NeedsLine {
  std::string code;
  std::string subcounty;
  NeedCounters counters;
};

// Rates are of `sent` unless said otherwise; nullopt where there is nothing to divide by.
struct Rates {
  uint64_t sent = 0;
  std::optional<double> response;     // Decided within the time promised.
  std::optional<double> acceptance;   // Accepted, of those decided.
  std::optional<double> silence;      // Time over, and nothing heard.
  std::optional<double> completion;   // Completed with a service.
  std::optional<double> loop_closed;  // Outcome seen by the sender, of those with one.
  // By Kaplan and Meier (domain/indicators): open ones count as long as they have been open.
  // nullopt: fewer than that share has been decided (or served) so far.
  std::optional<absl::Duration> decide_p50, decide_p90, serve_p50, serve_p90;
};

struct Board {
  std::vector<StageLine> stages;
  std::vector<StuckLine> stuck;  // Most overdue first.
  std::vector<NeedsLine> needs;
  Rates county;
  std::map<std::string, Rates> by_agency;  // Recipient.
  std::map<Urgency, Rates> by_urgency;
  uint64_t position = 0;
};
absl::StatusOr<Board> ReadBoard(const ViewSnapshot& view, absl::Time now);

}  // namespace rufaa::board
