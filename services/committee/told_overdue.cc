#include "services/committee/told_overdue.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "domain/indicators/suppression.h"
#include "services/committee/tables.h"

namespace rufaa::committee_service {
namespace {

using indicators::IsSmall;
using Stage = casework::Stage;

// Cases of which others tell how many there are in all: of one owner in one stage. What waits for
// an answer is counted by who must give it, so it is all of one block.
struct BlockKey {
  std::string owner;
  Stage stage = Stage::kAbsent;
  auto operator<=>(const BlockKey&) const = default;
};
BlockKey BlockOf(const std::string& agency, Stage stage) {
  return {BlockOwner(agency, stage), stage};
}

// Before a court the owner must act, and its cases are not all of the block: what these leave of
// its own is not looked at, so they are never told.
bool NeverTold(const LateKey& key) { return key.stage == Stage::kTransferPending && key.in_court; }

// The cases of a block in one sub-county.
struct Column {
  CasesByAge cases = {};  // All of them, by age.
  bool hides = false;     // One of these counts is hidden: what is overdue would tell of it.
  std::map<LateKey, int64_t> late;

  int64_t Late() const {
    int64_t sum = 0;
    for (const auto& [key, count] : late) sum += NeverTold(key) ? 0 : count;
    return sum;
  }
  bool IsSafe() const {
    return !TellsFew(cases, Late()) && std::none_of(late.begin(), late.end(), [&](const auto& one) {
      return !NeverTold(one.first) && (IsSmall(one.second) || TellsFew(cases, one.second));
    });
  }
  bool MayBeTold() const { return !hides && IsSafe(); }
  void operator+=(const Column& other) {
    for (size_t age = 0; age < cases.size(); ++age) cases[age] += other.cases[age];
    for (const auto& [key, count] : other.late) late[key] += count;
  }
};

// What of a block is told: in each sub-county all of its counts or none, and likewise of the
// county.
class Block {
 public:
  Column& In(const std::string& subcounty) { return columns_[subcounty]; }
  void HidesInCounty() { all_.hides = true; }

  void Suppress() {
    for (const auto& [subcounty, column] : columns_) {
      all_ += column;
      if (column.Late() > 0 && column.MayBeTold()) told_.insert(subcounty);
    }
    county_ = all_.MayBeTold();
    while (!told_.empty() &&
           (TellsFew(all_.cases, ToldLate()) || (county_ && !CountyIsGuarded()))) {
      HideSmallest();
    }
    county_ = county_ && CountyIsGuarded();
  }

  bool county() const { return county_; }
  const std::set<std::string>& subcounties() const { return told_; }

 private:
  int64_t ToldLate() const {
    int64_t sum = 0;
    for (const std::string& subcounty : told_) sum += columns_.at(subcounty).Late();
    return sum;
  }

  // What is left of the county when all is taken away that is told of its parts.
  bool CountyIsGuarded() const {
    Column left;
    std::map<LateKey, int> counts;
    for (const auto& [subcounty, column] : columns_) {
      if (column.Late() == 0 || told_.contains(subcounty)) continue;
      left += column;
      for (const auto& [key, count] : column.late) counts[key] += NeverTold(key) ? 2 : 1;
    }
    return left.IsSafe() && std::all_of(counts.begin(), counts.end(),
                                        [](const auto& one) { return one.second > 1; });
  }

  void HideSmallest() {
    told_.erase(std::min_element(told_.begin(), told_.end(), [&](const auto& a, const auto& b) {
      return columns_.at(a).Late() < columns_.at(b).Late();
    }));
  }

  Column all_;
  std::map<std::string, Column> columns_;  // By sub-county.
  std::set<std::string> told_;             // Of those where any are overdue.
  bool county_ = false;
};

std::map<BlockKey, Block> SuppressedBlocks(const board::Board& board) {
  std::map<BlockKey, Block> blocks;
  for (const board::StageLine& line : board.stages) {
    if (!IsOpenStage(line.stage)) continue;
    Column& column = blocks[BlockOf(line.agency, line.stage)].In(line.subcounty);
    for (size_t age = 0; age < line.cases.size(); ++age) {
      column.cases[age] += static_cast<int64_t>(line.cases[age]);
    }
  }
  for (const auto& [key, subcounty] : OpenCases(board).Hidden()) {
    Block& block = blocks[BlockOf(key.agency, key.stage)];
    if (subcounty.empty()) {
      block.HidesInCounty();
    } else {
      block.In(subcounty).hides = true;
    }
  }
  for (const board::LateCasesLine& line : board.late_cases) {
    const LateKey key{line.agency, line.stage, line.in_court};
    blocks[BlockOf(line.agency, line.stage)].In(line.subcounty).late[key] +=
        static_cast<int64_t>(line.late.Total());
  }
  for (auto& [key, block] : blocks) block.Suppress();
  return blocks;
}

}  // namespace

std::string BlockOwner(const std::string& agency, Stage stage) {
  return stage == Stage::kTransferPending ? std::string() : agency;
}

bool TellsFew(const CasesByAge& cases, int64_t count) {
  int64_t older = 0;
  return std::any_of(cases.rbegin(), cases.rend(), [&](int64_t of_age) {
    older += of_age;
    return IsSmall(std::abs(older - count));
  });
}

ToldOverdue::ToldOverdue(const board::Board& board) {
  for (const auto& [key, block] : SuppressedBlocks(board)) {
    if (block.county()) told_.insert({key.owner, key.stage, ""});
    for (const std::string& subcounty : block.subcounties()) {
      told_.insert({key.owner, key.stage, subcounty});
    }
  }
}

bool ToldOverdue::Tells(const LateKey& key, absl::string_view subcounty) const {
  const BlockKey block = BlockOf(key.agency, key.stage);
  return !NeverTold(key) && told_.contains({block.owner, block.stage, std::string(subcounty)});
}

}  // namespace rufaa::committee_service
