// The board's tables of counts: what is suppressed in a figure is suppressed in the list behind it,
// since both ask the same table.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "projections/board/reader.h"
#include "services/committee/count_table.h"
#include "services/rpc/call.h"

namespace rufaa::committee_service {

struct CaseKey {
  std::string agency;
  casework::Stage stage = casework::Stage::kAbsent;
  size_t age = 0;  // In this stage, of board::kAges.

  bool operator<(const CaseKey& other) const {
    return std::tie(agency, stage, age) < std::tie(other.agency, other.stage, other.age);
  }
};
CountTable<CaseKey> OpenCases(const board::Board& board);
// Closed and set aside ones, of any age: theirs is 0.
CountTable<CaseKey> EndedCases(const board::Board& board);

// Children found so far, as the programme counts them, and how many cases are closed; nullopt:
// hidden, since what the two tables above hide could be reckoned from it.
struct CaseSums {
  std::optional<int64_t> children, closed;
};
CaseSums SumsOfCases(const board::Board& board, bool suppress);

// Running referrals are counted twice: by state and age since sent, and by who must act and
// whether that is overdue. Both are of the same referrals, so they are one table.
struct ByState {
  referral::Stage state = referral::Stage::kAbsent;
  size_t age = 0;  // Of board::kAges.
  auto operator<=>(const ByState&) const = default;
};
struct ByTurn {
  std::string agency;
  bool overdue = false;
  auto operator<=>(const ByTurn&) const = default;
};
CountTable<std::variant<ByState, ByTurn>> RunningReferrals(const board::Board& board);
// The lines of the board that it is of, and no others.
absl::StatusOr<board::Board> ReadRunning(const ViewSnapshot& view, absl::Time now);

// By service: met, or unmet ones. A figure of needs is of a service and a sub-county.
CountTable<std::string> Needs(const board::Board& board, bool met);
// Of all services and sub-counties together; nullopt: hidden, as above.
std::optional<int64_t> SumOfNeedsMet(const board::Board& board, bool suppress);
// Those of `lines`; of them `only`, where it is not empty.
std::set<std::string> SubcountiesOf(const std::vector<board::NeedsLine>& lines,
                                    absl::string_view only);

// Neither closed nor set aside.
bool IsOpenStage(casework::Stage stage);
// Where a case is registered; of those in an emergency, some are not yet.
bool IsRegistered(casework::Stage stage);
// How many cases are in such stages and are no children found. Beside these, few would be known.
int64_t RegisteredOthers(const board::Board& board);

// What was asked for, checked: how many days a cohort is followed, where 0 is 30.
absl::StatusOr<int> FollowedDays(uint32_t asked);

}  // namespace rufaa::committee_service
