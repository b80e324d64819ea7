// Which counts of overdue cases may be told to who sees suppressed counts: by whose turn it is and
// by the clock that ran out, in each sub-county and in the county. They are among the open cases,
// whose counts by age stand beside them.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/string_view.h"
#include "projections/board/ages.h"
#include "projections/board/reader.h"
#include "services/committee/overdue_cases.h"

namespace rufaa::committee_service {

using CasesByAge = std::array<int64_t, board::kAges.size()>;

// Whether `count` and all cases, or all of some age and older, differ by few: most clocks run out
// at an age, so that what is left over are the few that did not, or that did before.
bool TellsFew(const CasesByAge& cases, int64_t count);

// What is due of such cases is counted together: in one stage by one owner; what waits for an
// answer (owner "") by whoever must give it.
std::string BlockOwner(const std::string& agency, casework::Stage stage);

class ToldOverdue {
 public:
  explicit ToldOverdue(const board::Board& board);

  // `subcounty` empty: in the whole county. What is told is the same whichever is asked for.
  bool Tells(const LateKey& key, absl::string_view subcounty) const;

 private:
  std::set<std::tuple<std::string, casework::Stage, std::string>> told_;  // Owner, stage, where.
};

}  // namespace rufaa::committee_service
