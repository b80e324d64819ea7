// Cases that are overdue, counted by whose turn it is and by the clock that ran out. They are among
// the open cases, whose counts by age stand beside them: so a count is hidden, too, where one of
// those is, and where what it leaves of all cases in that stage, or of those of some age, is few.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "projections/board/reader.h"

namespace rufaa::committee_service {

struct LateKey {
  std::string agency;  // That must act.
  casework::Stage stage = casework::Stage::kAbsent;
  bool in_court = false;  // What is due is that a removed child is brought to court.
  auto operator<=>(const LateKey&) const = default;
};

struct LateCases {
  LateKey key;
  std::optional<int64_t> count;  // nullopt: hidden.
  // The longest overdue. That is a time of one child: who sees suppressed counts is told how long
  // ten are overdue, or longer.
  int64_t longest_days = 0;
};

// Of one sub-county, or (empty) of all; what there is none of is left out. What is hidden is the
// same whichever of them is asked for. The most first, hidden ones last.
std::vector<LateCases> OverdueCases(const board::Board& board, absl::string_view subcounty,
                                    bool suppress);

// All that is overdue of each agency that must act, and (first, of agency "") of the county, where
// the counts above are too small to be told; `key` has no stage. To who sees suppressed counts only
// of the whole county: those of its parts would tell of each other.
std::vector<LateCases> OverdueSums(const board::Board& board, absl::string_view subcounty,
                                   bool suppress);

}  // namespace rufaa::committee_service
