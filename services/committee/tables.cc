#include "services/committee/tables.h"

#include <algorithm>
#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"

namespace rufaa::committee_service {
namespace {

bool IsClosed(casework::Stage stage) { return stage == casework::Stage::kClosed; }

}  // namespace

bool IsOpenStage(casework::Stage stage) {
  CaseTrack track;
  track.stage = stage;
  return IsActive(track);
}

CountTable<CaseKey> OpenCases(const board::Board& board) {
  CountTable<CaseKey> table;
  for (const board::StageLine& line : board.stages) {
    if (!IsOpenStage(line.stage)) continue;
    for (size_t age = 0; age < line.cases.size(); ++age) {
      table.Add({line.agency, line.stage, age}, line.subcounty, line.cases[age]);
    }
  }
  return table;
}

CountTable<CaseKey> EndedCases(const board::Board& board) {
  CountTable<CaseKey> table;
  for (const board::StageLine& line : board.stages) {
    if (IsOpenStage(line.stage)) continue;
    for (uint64_t cases : line.cases) table.Add({line.agency, line.stage}, line.subcounty, cases);
  }
  return table;
}

// The closed ones are a part of the children found: who is told both is told the rest.
CaseSums SumsOfCases(const board::Board& board, bool suppress) {
  int64_t children = 0, closed = 0;
  for (const board::StageLine& line : board.stages) {
    for (const uint64_t cases : line.cases) {
      if (board::IsACase(line.stage)) children += static_cast<int64_t>(cases);
      if (IsClosed(line.stage)) closed += static_cast<int64_t>(cases);
    }
  }
  CaseSums sums{.children = children, .closed = closed};
  if (!suppress) return sums;
  const CountTable<CaseKey> open = OpenCases(board), ended = EndedCases(board);
  const Untold of_closed = ended.UntoldOf([](const CaseKey& key) { return IsClosed(key.stage); });
  const auto is_other = [](const CaseKey& key) {
    return board::IsACase(key.stage) && !IsClosed(key.stage);
  };
  Untold of_others = open.UntoldOf(is_other);
  of_others += ended.UntoldOf(is_other);
  Untold of_children = of_others;
  of_children += of_closed;
  if (!of_closed.Guarded()) sums.closed.reset();
  const bool tells_others = sums.closed.has_value() && !of_others.Guarded();
  if (tells_others || !of_children.Guarded()) sums.children.reset();
  return sums;
}

CountTable<std::variant<ByState, ByTurn>> RunningReferrals(const board::Board& board) {
  CountTable<std::variant<ByState, ByTurn>> table;
  for (const board::RunningLine& line : board.running) {
    for (size_t age = 0; age < line.referrals.size(); ++age) {
      table.Add(ByState{line.state, age}, line.subcounty, line.referrals[age]);
    }
  }
  for (const board::StuckLine& line : board.stuck) {
    table.Add(ByTurn{line.agency, false}, line.subcounty, line.waiting - line.overdue);
    table.Add(ByTurn{line.agency, true}, line.subcounty, line.overdue);
  }
  return table;
}

absl::StatusOr<board::Board> ReadRunning(const ViewSnapshot& view, absl::Time now) {
  RUFAA_ASSIGN_OR_RETURN(board::Board board, board::ReadPart(view, now, board::kRunning));
  RUFAA_ASSIGN_OR_RETURN(board::Board waiting, board::ReadPart(view, now, board::kWaiting));
  board.stuck = std::move(waiting.stuck);
  return board;
}

CountTable<std::string> Needs(const board::Board& board, bool met) {
  CountTable<std::string> table;
  for (const board::NeedsLine& line : board.needs) {
    table.Add(line.code, line.subcounty, met ? line.counters.met : line.counters.unmet);
  }
  return table;
}

std::optional<int64_t> SumOfNeedsMet(const board::Board& board, bool suppress) {
  int64_t met = 0;
  for (const board::NeedsLine& line : board.needs) met += static_cast<int64_t>(line.counters.met);
  const auto all = [](const std::string&) { return true; };
  if (suppress && !Needs(board, true).UntoldOf(all).Guarded()) return std::nullopt;
  return met;
}

std::set<std::string> SubcountiesOf(const std::vector<board::NeedsLine>& lines,
                                    absl::string_view only) {
  std::set<std::string> subcounties;
  for (const board::NeedsLine& line : lines) {
    if (only.empty() || line.subcounty == only) subcounties.insert(line.subcounty);
  }
  return subcounties;
}

absl::StatusOr<int> FollowedDays(uint32_t asked) {
  if (asked == 0) return board::kFollowedDays.front();
  const int days = static_cast<int>(asked);
  if (std::find(board::kFollowedDays.begin(), board::kFollowedDays.end(), days) ==
      board::kFollowedDays.end()) {
    return Refuse(Reason::MALFORMED, {},
                  {{"field", "cohort_days"}, {"problem", "is not 30, 60 or 90"}});
  }
  return days;
}

}  // namespace rufaa::committee_service
