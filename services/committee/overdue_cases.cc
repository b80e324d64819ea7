#include "services/committee/overdue_cases.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
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
  return {stage == Stage::kTransferPending ? std::string() : agency, stage};
}

// Before a court the owner must act, and its cases are not all of the block: what these leave of
// its own is not looked at, so they are never told.
bool NeverTold(const LateKey& key) { return key.stage == Stage::kTransferPending && key.in_court; }

// The cases of a block in one sub-county.
struct Column {
  std::array<int64_t, board::kAges.size()> cases = {};  // All of them, by age.
  bool hides = false;  // One of these counts is hidden: what is overdue would tell of it.
  std::map<LateKey, int64_t> late;

  int64_t Late() const {
    int64_t sum = 0;
    for (const auto& [key, count] : late) sum += NeverTold(key) ? 0 : count;
    return sum;
  }
  // Whether `count` and all cases, or all of some age and older, differ by few: most clocks run out
  // at an age, so that what is left over are the few that did not, or that did before.
  bool TellsFew(int64_t count) const {
    int64_t older = 0;
    return std::any_of(cases.rbegin(), cases.rend(), [&](int64_t of_age) {
      older += of_age;
      return IsSmall(std::abs(older - count));
    });
  }
  bool IsSafe() const {
    return !TellsFew(Late()) && std::none_of(late.begin(), late.end(), [&](const auto& one) {
      return !NeverTold(one.first) && (IsSmall(one.second) || TellsFew(one.second));
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
    while (!told_.empty() && (all_.TellsFew(ToldLate()) || (county_ && !CountyIsGuarded()))) {
      HideSmallest();
    }
    county_ = county_ && CountyIsGuarded();
  }

  bool Tells(const std::string& subcounty) const {
    return subcounty.empty() ? county_ : told_.contains(subcounty);
  }

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

// How many days the `least` that are the latest are overdue, or longer.
int64_t DaysOf(const board::Histogram& late, uint64_t least) {
  uint64_t seen = 0;
  for (auto bucket = late.buckets.rbegin(); bucket != late.buckets.rend(); ++bucket) {
    seen += bucket->n;
    if (seen >= least) return bucket->at;
  }
  return 0;
}

bool MostFirst(const LateCases& a, const LateCases& b) {
  return std::make_tuple(b.count.value_or(0), b.longest_days, a.key) <
         std::make_tuple(a.count.value_or(0), a.longest_days, b.key);
}

void Hide(LateCases& late) {
  late.count.reset();
  late.longest_days = 0;
}

// What tells of an agency, or (agency "") of the county, beside the sum of all that is overdue.
struct Beside {
  Column open;                        // By age.
  std::map<Stage, int64_t> by_stage;  // The same.
  Untold open_untold;                 // Those of them that are hidden.
  Untold late_untold;                 // Of the counts of what is overdue.

  bool MayBeTold(int64_t sum) const {
    return !IsSmall(sum) && !LeavesFew(sum) && open_untold.Guarded() && late_untold.Guarded();
  }

 private:
  // Each stage has clocks of its own: where there are some cases in several of them, how old those
  // are tells no more which are overdue.
  bool LeavesFew(int64_t sum) const {
    int64_t all = 0;
    int stages = 0;
    for (const auto& [stage, count] : by_stage) {
      all += count;
      if (count > indicators::kLargestSmall) ++stages;
    }
    return stages > 1 ? IsSmall(std::abs(all - sum)) : open.TellsFew(sum);
  }
};

std::map<std::string, Beside> BesideSums(const board::Board& board) {
  std::map<std::string, Beside> beside;
  const auto both = [&](const std::string& agency, const auto& add) {
    add(beside[agency]);
    add(beside[""]);
  };
  const std::set<std::pair<CaseKey, std::string>> hidden = OpenCases(board).Hidden();
  for (const board::StageLine& line : board.stages) {
    if (!IsOpenStage(line.stage)) continue;
    for (size_t age = 0; age < line.cases.size(); ++age) {
      const auto count = static_cast<int64_t>(line.cases[age]);
      const CaseKey key{line.agency, line.stage, age};
      const bool untold = hidden.contains({key, ""}) && hidden.contains({key, line.subcounty});
      both(line.agency, [&](Beside& one) {
        one.open.cases[age] += count;
        one.by_stage[line.stage] += count;
        if (untold) one.open_untold += {.counts = 1, .sum = count};
      });
    }
  }
  const std::map<BlockKey, Block> blocks = SuppressedBlocks(board);
  for (const board::LateCasesLine& line : board.late_cases) {
    const LateKey key{line.agency, line.stage, line.in_court};
    const Block& block = blocks.at(BlockOf(line.agency, line.stage));
    if (!NeverTold(key) && (block.Tells("") || block.Tells(line.subcounty))) continue;
    const Untold untold{.counts = 1, .sum = static_cast<int64_t>(line.late.Total())};
    both(line.agency, [&](Beside& one) { one.late_untold += untold; });
  }
  return beside;
}

// The county's stands first. It is what the committee asks for most: where one agency's is few,
// another's is hidden with it, rather than the county's.
void HideSums(std::map<std::string, Beside> beside, std::vector<LateCases>& sums) {
  LateCases& county = sums.front();
  Untold hidden;
  const auto hide = [&](LateCases& sum) {
    hidden += {.counts = 1, .sum = *sum.count};
    Hide(sum);
  };
  for (LateCases& sum : sums) {
    if (&sum != &county && !beside[sum.key.agency].MayBeTold(*sum.count)) hide(sum);
  }
  if (!beside[""].MayBeTold(*county.count)) return Hide(county);
  while (!hidden.Guarded()) {
    const auto smallest =
        std::min_element(sums.begin() + 1, sums.end(), [](const LateCases& a, const LateCases& b) {
          return a.count && (!b.count || *a.count < *b.count);
        });
    if (smallest == sums.end() || !smallest->count) return Hide(county);
    hide(*smallest);
  }
}

}  // namespace

std::vector<LateCases> OverdueCases(const board::Board& board, absl::string_view subcounty,
                                    bool suppress) {
  std::map<LateKey, board::Histogram> all;
  for (const board::LateCasesLine& line : board.late_cases) {
    if (!subcounty.empty() && subcounty != line.subcounty) continue;
    board::Histogram& late = all[{line.agency, line.stage, line.in_court}];
    for (const board::Bucket& day : line.late.buckets) late.Add(day.at, static_cast<int>(day.n));
  }
  std::map<BlockKey, Block> blocks;
  if (suppress) blocks = SuppressedBlocks(board);
  std::vector<LateCases> found;
  for (const auto& [key, late] : all) {
    LateCases& one = found.emplace_back(LateCases{.key = key, .count = std::nullopt});
    const Block* const block = suppress ? &blocks.at(BlockOf(key.agency, key.stage)) : nullptr;
    if (block != nullptr && (NeverTold(key) || !block->Tells(std::string(subcounty)))) continue;
    one.count = static_cast<int64_t>(late.Total());
    one.longest_days = DaysOf(late, suppress ? indicators::kLargestSmall + 1 : 1);
  }
  std::sort(found.begin(), found.end(), MostFirst);
  return found;
}

std::vector<LateCases> OverdueSums(const board::Board& board, absl::string_view subcounty,
                                   bool suppress) {
  if (suppress && !subcounty.empty()) return {};
  const uint64_t least = suppress ? indicators::kLargestSmall + 1 : 1;
  std::map<std::string, board::Histogram> all;
  for (const board::LateCasesLine& line : board.late_cases) {
    if (!subcounty.empty() && subcounty != line.subcounty) continue;
    for (const board::Bucket& day : line.late.buckets) {
      all[line.agency].Add(day.at, static_cast<int>(day.n));
      all[""].Add(day.at, static_cast<int>(day.n));
    }
  }
  std::vector<LateCases> sums;
  for (const auto& [agency, late] : all) {
    sums.push_back({.key = {agency},
                    .count = static_cast<int64_t>(late.Total()),
                    .longest_days = DaysOf(late, least)});
  }
  if (suppress && !sums.empty()) HideSums(BesideSums(board), sums);
  if (!sums.empty()) std::sort(sums.begin() + 1, sums.end(), MostFirst);
  return sums;
}

}  // namespace rufaa::committee_service
