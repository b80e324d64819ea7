// Small cells of a table of counts, hidden: "one girl of 12 in this ward" is a child with a name.
// Of children in need, 1 to 9 are not shown; nor are as many others as it takes that no hidden cell
// can be reckoned back from the totals. Zeros are shown.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace rufaa::indicators {

inline constexpr int64_t kSmallest = 1;
inline constexpr int64_t kLargestSmall = 9;

// A table with its totals, each nullopt where hidden.
struct SafeTable {
  std::vector<std::vector<std::optional<int64_t>>> cells;  // [row][column]
  std::vector<std::optional<int64_t>> row_totals, column_totals;
  std::optional<int64_t> total;
};

// `counts` is rectangular and not negative. What is left shown is safe by itself; two tables of the
// same children at different days, or by another grouping, must not be put out side by side.
SafeTable SuppressTable(const std::vector<std::vector<int64_t>>& counts);

}  // namespace rufaa::indicators
