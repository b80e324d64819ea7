#include "services/committee/overdue_cases.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "domain/indicators/suppression.h"
#include "services/committee/tables.h"
#include "services/committee/told_overdue.h"

namespace rufaa::committee_service {
namespace {

using indicators::IsSmall;
using Stage = casework::Stage;

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
  CasesByAge open = {};
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
    return stages > 1 ? IsSmall(std::abs(all - sum)) : TellsFew(open, sum);
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
        one.open[age] += count;
        one.by_stage[line.stage] += count;
        if (untold) one.open_untold += {.counts = 1, .sum = count};
      });
    }
  }
  const ToldOverdue told(board);
  for (const board::LateCasesLine& line : board.late_cases) {
    const LateKey key{line.agency, line.stage, line.in_court};
    if (told.Tells(key, "") || told.Tells(key, line.subcounty)) continue;
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
  std::optional<ToldOverdue> told;
  if (suppress) told.emplace(board);
  std::vector<LateCases> found;
  for (const auto& [key, late] : all) {
    LateCases& one = found.emplace_back(LateCases{.key = key, .count = std::nullopt});
    if (told && !told->Tells(key, subcounty)) continue;
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
