#include "services/committee/open_sums.h"

#include <map>
#include <utility>

#include "domain/indicators/told_sums.h"
#include "services/committee/tables.h"

namespace rufaa::committee_service {
namespace {

using Stage = casework::Stage;

struct Told {
  bool all = false;
  std::set<Stage> stages;
  std::set<std::string> agencies;
};

// Children found are told beside the sums, and are nearly all registered cases where few of these
// are anything else. Twice nine, so that also who knows that one to nine would be hidden learns
// nothing from how many more the others may be.
bool RegisteredAreKnown(const board::Board& board) {
  return RegisteredOthers(board) <= 2 * indicators::kLargestSmall;
}

// What the counts by stage, owner and age hide, held against the sums.
Told ToldOf(const board::Board& board) {
  const auto untold = OpenCases(board).UntoldBy(
      [](const CaseKey& key) { return std::make_pair(key.stage, key.agency); });
  std::map<Stage, size_t> stages;
  std::map<std::string, size_t> agencies;
  for (const auto& [key, unused] : untold) {
    stages.try_emplace(key.first);
    agencies.try_emplace(key.second);
  }
  std::vector<size_t> groups;
  const bool apart = RegisteredAreKnown(board);
  for (auto& [stage, row] : stages) {
    row = groups.size();
    groups.push_back(apart && !IsRegistered(stage) ? 1 : 0);
  }
  size_t columns = 0;
  for (auto& [agency, column] : agencies) column = columns++;
  std::vector<std::vector<Untold>> table(stages.size(), std::vector<Untold>(columns));
  for (const auto& [key, left] : untold) table[stages[key.first]][agencies[key.second]] = left;
  const indicators::ToldSums sums = indicators::SumsToTell(table, groups);
  Told told{.all = sums.all, .stages = {}, .agencies = {}};
  for (const auto& [stage, row] : stages) {
    if (sums.rows[row]) told.stages.insert(stage);
  }
  for (const auto& [agency, column] : agencies) {
    if (sums.columns[column]) told.agencies.insert(agency);
  }
  return told;
}

}  // namespace

std::vector<OpenSum> OpenSums(const board::Board& board, absl::string_view subcounty,
                              bool suppress) {
  if (suppress && !subcounty.empty()) return {};
  int64_t all = 0;
  std::map<Stage, int64_t> stages;
  std::map<std::string, int64_t> agencies;
  for (const auto& [key, count] : OpenCases(board).Of(subcounty, false)) {
    all += *count;
    stages[key.stage] += *count;
    agencies[key.agency] += *count;
  }
  if (all == 0) return {};
  const Told told = suppress ? ToldOf(board) : Told();
  std::vector<OpenSum> sums;
  const auto add = [&](std::optional<Stage> stage, const std::string& agency, int64_t count,
                       bool is_told) {
    sums.push_back({.stage = stage, .agency = agency, .count = count});
    if (suppress && !is_told) sums.back().count.reset();
  };
  add(std::nullopt, "", all, told.all);
  for (const auto& [stage, count] : stages) add(stage, "", count, told.stages.contains(stage));
  for (const auto& [agency, count] : agencies) {
    add(std::nullopt, agency, count, told.agencies.contains(agency));
  }
  return sums;
}

std::set<Stage> StagesKnown(const board::Board& board) {
  Told told = ToldOf(board);
  for (const board::StageLine& line : board.stages) {
    if (told.all && IsOpenStage(line.stage)) told.stages.insert(line.stage);
  }
  return told.stages;
}

}  // namespace rufaa::committee_service
