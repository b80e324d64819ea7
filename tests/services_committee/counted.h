// A county's cases as its board counts them, and what of it the committee is told.
#pragma once

#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "services/committee/overdue_cases.h"

namespace rufaa::committee_service {

inline const std::vector<std::string> kSubcounties = {"001", "002", "003"};

// So many cases of one owner in one stage, of which so many are overdue.
class Counted {
 public:
  Counted& Open(const std::string& agency, const std::string& subcounty, uint64_t n,
                casework::Stage stage = casework::Stage::kRegistered) {
    return Aged(agency, subcounty, {n, 0, 0, 0}, stage);
  }
  Counted& Aged(const std::string& agency, const std::string& subcounty, board::ByAge cases,
                casework::Stage stage) {
    board_.stages.push_back(
        {.agency = agency, .subcounty = subcounty, .stage = stage, .cases = cases});
    return *this;
  }
  // Of the cases just added: how many are children found, as the programme counts.
  Counted& Found(uint64_t n) {
    board_.stages.back().found = n;
    return *this;
  }
  Counted& Late(const LateKey& key, const std::string& subcounty, uint64_t n, int64_t days = 1) {
    for (board::LateCasesLine& line : board_.late_cases) {
      if (LateKey{line.agency, line.stage, line.in_court} != key) continue;
      if (line.subcounty != subcounty) continue;
      line.late.Add(days, static_cast<int>(n));
      return *this;
    }
    auto& line = board_.late_cases.emplace_back();
    line = {key.agency, subcounty, key.stage, key.in_court, {}};
    line.late.Add(days, static_cast<int>(n));
    return *this;
  }
  const board::Board& board() const { return board_; }
  // Of one agency, the county over.
  int64_t Whole(const std::string& agency) const {
    int64_t sum = 0;
    for (const board::StageLine& line : board_.stages) {
      if (line.agency != agency) continue;
      sum += std::accumulate(line.cases.begin(), line.cases.end(), int64_t{0});
    }
    return sum;
  }
  int64_t Late(const std::string& agency) const {
    int64_t sum = 0;
    for (const board::LateCasesLine& line : board_.late_cases) {
      if (line.agency == agency) sum += static_cast<int64_t>(line.late.Total());
    }
    return sum;
  }

  // Only of what is told.
  std::map<LateKey, int64_t> Told(const std::string& subcounty = "", bool suppress = true) const {
    std::map<LateKey, int64_t> told;
    for (const LateCases& one : OverdueCases(board_, subcounty, suppress)) {
      if (one.count) told[one.key] = *one.count;
    }
    return told;
  }

 private:
  board::Board board_;
};

}  // namespace rufaa::committee_service
