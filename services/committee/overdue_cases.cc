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
  int64_t beside_untold = 0;          // All cases that these are of.

  bool MayBeTold(int64_t sum) const {
    return !IsSmall(sum) && !LeavesFew(sum) && !IsSmall(UntoldInTime()) && open_untold.Guarded() &&
           late_untold.Guarded();
  }
  // Of the cases of which it is not told how many are overdue, those that are not: where none are,
  // that is told of all, and the rest is told with the counts.
  int64_t UntoldInTime() const { return beside_untold - late_untold.sum; }

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

// Where some are overdue and it is not told how many: owner or "" (BlockOwner), stage, sub-county.
using Place = std::tuple<std::string, Stage, std::string>;
template <class Line>
Place PlaceOf(const Line& line) {
  return {BlockOwner(line.agency, line.stage), line.stage, line.subcounty};
}

class BesideSums {
 public:
  explicit BesideSums(const board::Board& board) {
    AddLate(board);
    AddOpen(board);
  }
  const Beside& Of(const std::string& agency) { return beside_[agency]; }

 private:
  template <class Add>
  void Both(const std::string& agency, const Add& add) {
    add(beside_[agency]);
    add(beside_[""]);
  }

  void AddLate(const board::Board& board) {
    const ToldOverdue told(board);
    std::map<Place, int64_t> counts;  // That are told.
    for (const board::LateCasesLine& line : board.late_cases) {
      const LateKey key{line.agency, line.stage, line.in_court};
      const auto late = static_cast<int64_t>(line.late.Total());
      if (told.Tells(key, "") || told.Tells(key, line.subcounty)) {
        counts[PlaceOf(line)] += late;
        continue;
      }
      untold_.insert(PlaceOf(line));
      const Untold untold{.counts = 1, .sum = late};
      Both(line.agency, [&](Beside& one) { one.late_untold += untold; });
    }
    // Where what is due in court is not told, and the rest is.
    for (const Place& place : untold_) beside_[""].beside_untold -= counts[place];
  }

  void AddOpen(const board::Board& board) {
    const std::set<std::pair<CaseKey, std::string>> hidden = OpenCases(board).Hidden();
    for (const board::StageLine& line : board.stages) {
      if (!IsOpenStage(line.stage)) continue;
      const bool late_untold = untold_.contains(PlaceOf(line));
      for (size_t age = 0; age < line.cases.size(); ++age) {
        const auto count = static_cast<int64_t>(line.cases[age]);
        const CaseKey key{line.agency, line.stage, age};
        const bool untold = hidden.contains({key, ""}) && hidden.contains({key, line.subcounty});
        Both(line.agency, [&](Beside& one) {
          one.open[age] += count;
          one.by_stage[line.stage] += count;
          if (untold) one.open_untold += {.counts = 1, .sum = count};
          if (late_untold) one.beside_untold += count;
        });
      }
    }
  }

  std::map<std::string, Beside> beside_;  // By agency.
  std::set<Place> untold_;
};

// What is hidden of the agencies' sums, as far as the county's would tell of it. Where all counts
// of an agency are told its sum is known, too.
struct HiddenSums {
  int agencies = 0;
  Untold late;
  int64_t in_time = 0;

  void operator+=(const Beside& agency) {
    if (agency.late_untold.counts == 0) return;
    ++agencies;
    late += agency.late_untold;
    in_time += agency.UntoldInTime();
  }
  bool Guarded() const {
    return agencies == 0 || (agencies > 1 && late.Guarded() && !IsSmall(in_time));
  }
};

// The county's stands first. It is what the committee asks for most: where one agency's is few,
// another's is hidden with it, rather than the county's.
void HideSums(BesideSums beside, std::vector<LateCases>& sums) {
  LateCases& county = sums.front();
  HiddenSums hidden;
  const auto hide = [&](LateCases& sum) {
    hidden += beside.Of(sum.key.agency);
    Hide(sum);
  };
  for (LateCases& sum : sums) {
    if (&sum != &county && !beside.Of(sum.key.agency).MayBeTold(*sum.count)) hide(sum);
  }
  if (!beside.Of("").MayBeTold(*county.count)) return Hide(county);
  while (!hidden.Guarded()) {
    LateCases* smallest = nullptr;
    for (LateCases& sum : sums) {
      const bool covers =
          &sum != &county && sum.count && beside.Of(sum.key.agency).late_untold.counts > 0;
      if (covers && (smallest == nullptr || *sum.count < *smallest->count)) smallest = &sum;
    }
    if (smallest == nullptr) return Hide(county);
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
