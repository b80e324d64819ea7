// Small cells of a table of counts, hidden: "one girl of 12 in this ward" is a child with a name.
// Of children in need, 1 to 9 are not shown; nor are as many others as it takes that no hidden cell
// can be reckoned back from the totals. Zeros are shown, all of them: callers leave out what there
// is none of, so a hidden zero would be known for one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace rufaa::indicators {

inline constexpr int64_t kSmallest = 1;
inline constexpr int64_t kLargestSmall = 9;
inline bool IsSmall(int64_t count) { return count >= kSmallest && count <= kLargestSmall; }

// A table with its totals, each nullopt where hidden.
struct SafeTable {
  std::vector<std::vector<std::optional<int64_t>>> cells;  // [row][column]
  std::vector<std::optional<int64_t>> row_totals, column_totals;
  std::optional<int64_t> total;
};

// `counts` is rectangular and not negative. What is left shown is safe by itself; two tables of the
// same children at different days, or by another grouping, must not be put out side by side.
SafeTable SuppressTable(const std::vector<std::vector<int64_t>>& counts);

// The same for two groupings of the same things, by the same columns: rows up to `other` are of the
// one, the rest of the other, so that of each column both have the same sum. No column's sum is
// shown by itself: `column_totals` and `total` stay empty.
SafeTable SuppressGroupings(const std::vector<std::vector<int64_t>>& counts, size_t other);

// A count in two parts, which are shown together or not at all.
struct Split {
  int64_t part = 0, rest = 0;
  bool may_show = false;  // Nothing else hides it: what it is a part of is shown.

  int64_t whole() const { return part + rest; }
};
// Which of them are shown, and whether their sum is, in its two parts.
struct SafeSplits {
  std::vector<bool> shown;
  bool sum = false;
};
// `sum_may` of the sum is what `may_show` is of each.
SafeSplits SuppressSplits(const std::vector<Split>& splits, bool sum_may);

}  // namespace rufaa::indicators
