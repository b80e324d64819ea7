#include "services/committee/tables.h"

#include <algorithm>
#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/committee/open_sums.h"

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

bool IsRegistered(casework::Stage stage) {
  return board::IsACase(stage) && stage != casework::Stage::kIdentified;
}

int64_t RegisteredOthers(const board::Board& board) {
  int64_t others = 0;
  for (const board::StageLine& line : board.stages) {
    others -= static_cast<int64_t>(line.found);
    for (const uint64_t cases : line.cases) {
      if (IsRegistered(line.stage)) others += static_cast<int64_t>(cases);
    }
  }
  return others;
}

namespace {

// Whether the sum of all registered cases would tell what the tables of cases hide, beside those of
// stages, where they are known, and of the closed ones where that is.
bool RegisteredTellHidden(const board::Board& board, bool closed_told) {
  const CountTable<CaseKey> open = OpenCases(board), ended = EndedCases(board);
  const std::set<casework::Stage> known = StagesKnown(board);
  Untold untold = open.UntoldOf(
      [&](const CaseKey& key) { return IsRegistered(key.stage) && !known.contains(key.stage); });
  untold += ended.UntoldOf(
      [](const CaseKey& key) { return IsRegistered(key.stage) && !IsClosed(key.stage); });
  if (closed_told && !untold.Guarded()) return true;
  untold += ended.UntoldOf([](const CaseKey& key) { return IsClosed(key.stage); });
  return !untold.Guarded();
}

}  // namespace

// Children found are among the registered cases: beside these their number tells that of the
// others, and where there are no others it is a sum of the tables' counts.
CaseSums SumsOfCases(const board::Board& board, bool suppress) {
  int64_t children = 0, closed = 0;
  for (const board::StageLine& line : board.stages) {
    children += static_cast<int64_t>(line.found);
    for (const uint64_t cases : line.cases) {
      if (IsClosed(line.stage)) closed += static_cast<int64_t>(cases);
    }
  }
  CaseSums sums{.children = children, .closed = closed};
  if (!suppress) return sums;
  const auto is_closed = [](const CaseKey& key) { return IsClosed(key.stage); };
  if (!EndedCases(board).UntoldOf(is_closed).Guarded()) sums.closed.reset();
  const int64_t others = RegisteredOthers(board);
  const bool tells = others == 0 ? RegisteredTellHidden(board, sums.closed.has_value())
                                 : indicators::IsSmall(others);
  if (tells || indicators::IsSmall(children)) sums.children.reset();
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
