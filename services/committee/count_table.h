// What of the county's counts a caller is shown. For the committee small numbers are hidden, and as
// many others as it takes that none can be reckoned back: neither within a table, nor from the
// county and its sub-counties, nor from the county and its agencies.
#pragma once

#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/indicators/suppression.h"
#include "domain/indicators/told_sums.h"

namespace rufaa::committee_service {

using indicators::Untold;

// Which grouping of the same things a key is of: the kinds of key of a variant are such groupings.
template <class Key>
size_t GroupingOf(const Key&) {
  return 0;
}
template <class First, class Second>
size_t GroupingOf(const std::variant<First, Second>& key) {
  return key.index();
}

// Counts of something by `Key` and by sub-county.
template <class Key>
class CountTable {
 public:
  struct Line {
    Key key;
    std::optional<int64_t> count;  // nullopt: hidden.
  };

  void Add(const Key& key, const std::string& subcounty, uint64_t n) {
    if (n == 0) return;
    rows_[key][subcounty] += static_cast<int64_t>(n);
    subcounties_.insert(subcounty);
  }

  // Of one sub-county, or (empty) of all. What there is none of is left out. What is hidden is the
  // same whichever of them is asked for.
  std::vector<Line> Of(absl::string_view subcounty, bool suppress) const {
    const std::vector<std::vector<int64_t>> counts = Counts();
    indicators::SafeTable safe;
    if (suppress && !counts.empty()) safe = Suppressed(counts);
    const size_t column = std::distance(subcounties_.begin(), subcounties_.find(subcounty));
    std::vector<Line> lines;
    size_t row = 0;
    for (const auto& [key, unused] : rows_) {
      const auto& cells = counts[row];
      int64_t value = column < cells.size() ? cells[column] : 0;
      if (subcounty.empty()) value = std::accumulate(cells.begin(), cells.end(), int64_t{0});
      std::optional<int64_t> shown = value;
      if (suppress && value > 0) {
        shown = subcounty.empty() ? safe.row_totals[row] : safe.cells[row][column];
      }
      if (value > 0) lines.push_back({key, shown});
      ++row;
    }
    return lines;
  }

  // Which counts are hidden: by key and sub-county, where "" is all of them.
  std::set<std::pair<Key, std::string>> Hidden() const {
    const std::vector<std::vector<int64_t>> counts = Counts();
    std::set<std::pair<Key, std::string>> hidden;
    if (counts.empty()) return hidden;
    const indicators::SafeTable safe = Suppressed(counts);
    size_t row = 0;
    for (const auto& [key, unused] : rows_) {
      if (!safe.row_totals[row]) hidden.emplace(key, "");
      size_t column = 0;
      for (const std::string& subcounty : subcounties_) {
        if (counts[row][column] > 0 && !safe.cells[row][column]) hidden.emplace(key, subcounty);
        ++column;
      }
      ++row;
    }
    return hidden;
  }

  // Of the sums over all sub-counties of the keys of each group, as far as suppressed counts leave
  // them open.
  template <class GroupOf>
  auto UntoldBy(const GroupOf& group_of) const {
    const std::vector<std::vector<int64_t>> counts = Counts();
    std::map<std::decay_t<decltype(group_of(std::declval<Key>()))>, Untold> untold;
    if (counts.empty()) return untold;
    const indicators::SafeTable safe = Suppressed(counts);
    size_t row = 0;
    for (const auto& [key, unused] : rows_) {
      Untold& group = untold[group_of(key)];
      for (size_t column = 0; column < counts[row].size(); ++column) {
        // What there is none of is left out of every answer, which tells of it.
        const int64_t count = counts[row][column];
        if (safe.row_totals[row] || safe.cells[row][column] || count == 0) continue;
        group += {.counts = 1, .sum = count};
      }
      ++row;
    }
    return untold;
  }

  // Of the keys that `wanted` lets through.
  template <class Wanted>
  Untold UntoldOf(const Wanted& wanted) const {
    return UntoldBy([&](const Key& key) { return bool{wanted(key)}; })[true];
  }

 private:
  // [key][sub-county]
  std::vector<std::vector<int64_t>> Counts() const {
    std::vector<std::vector<int64_t>> counts;
    for (const auto& [key, row] : rows_) {
      std::vector<int64_t>& cells = counts.emplace_back();
      for (const std::string& one : subcounties_) {
        const auto found = row.find(one);
        cells.push_back(found == row.end() ? 0 : found->second);
      }
    }
    return counts;
  }

  // The keys are sorted, so that those of another grouping stand behind those of the first.
  indicators::SafeTable Suppressed(const std::vector<std::vector<int64_t>>& counts) const {
    size_t first = 0;
    for (const auto& [key, unused] : rows_) first += GroupingOf(key) == 0 ? 1 : 0;
    return first == counts.size() ? indicators::SuppressTable(counts)
                                  : indicators::SuppressGroupings(counts, first);
  }

  std::map<Key, std::map<std::string, int64_t>> rows_;
  std::set<std::string, std::less<>> subcounties_;
};

}  // namespace rufaa::committee_service
