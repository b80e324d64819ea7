#include "domain/indicators/suppression.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

#include "domain/base/check.h"

namespace rufaa::indicators {
namespace {

using Counts = std::vector<std::vector<int64_t>>;

// The table with its totals as a last row and a last column. Then every row and every column is a
// line with two sides that have the same sum, its counts and its total, and all that an outsider
// can reckon with is these lines. Draw a hidden cell as an edge between its row and its column: its
// value follows from the shown ones just when the edge lies on no cycle, since round a cycle one
// may be added and taken away in turn without any line noticing. In two groupings of the same
// things the rows of the other stand where the row of totals does.
class Hider {
 public:
  // The rows of the other side of the columns begin at `other`; `totals`: it is one of totals.
  Hider(const Counts& counts, size_t other, bool totals)
      : rows_(counts.size()),
        columns_(counts.empty() ? 1 : counts[0].size() + 1),
        other_(other),
        totals_(totals),
        value_(counts) {
    hidden_.assign(rows_, std::vector<bool>(columns_, false));
    for (size_t r = 0; r < rows_; ++r) {
      RUFAA_CHECK(counts[r].size() + 1 == columns_);
      value_[r].push_back(std::accumulate(counts[r].begin(), counts[r].end(), int64_t{0}));
      for (size_t c = 0; c < columns_; ++c) hidden_[r][c] = IsSmall(value_[r][c]);
    }
    // Each round hides at least one cell more, or is the last. When nothing but zeros is shown, the
    // totals are hidden, too, and close a cycle round every count.
    while (GuardLines() || BreakBridge()) {
    }
  }

  std::optional<int64_t> Shown(size_t row, size_t column) const {
    if (hidden_[row][column]) return std::nullopt;
    return value_[row][column];
  }

 private:
  struct Cell {
    size_t row = 0, column = 0;
  };

  std::vector<Cell> Row(size_t row) const {
    std::vector<Cell> line;
    line.reserve(columns_);
    for (size_t c = 0; c < columns_; ++c) line.push_back({row, c});
    return line;
  }
  std::vector<Cell> Column(size_t column) const {
    std::vector<Cell> line;
    line.reserve(rows_);
    for (size_t r = 0; r < rows_; ++r) line.push_back({r, column});
    return line;
  }

  // Hides the cell that costs the reader least: a count before a total, a small one before a large
  // one. Never a zero: what there is none of is left out of every answer, which tells of it, so it
  // would be no cover for another. False: there is nothing else left.
  bool HideOneOf(const std::vector<Cell>& line) {
    const auto cost = [&](const Cell& cell) {
      const int64_t value = value_[cell.row][cell.column];
      const bool total = (totals_ && cell.row + 1 == rows_) || cell.column + 1 == columns_;
      return std::make_tuple(total, value);
    };
    const Cell* best = nullptr;
    for (const Cell& cell : line) {
      if (hidden_[cell.row][cell.column] || value_[cell.row][cell.column] == 0) continue;
      if (best == nullptr || cost(cell) < cost(*best)) best = &cell;
    }
    if (best == nullptr) return false;
    hidden_[best->row][best->column] = true;
    return true;
  }

  // The sum of what is hidden on one side of a line is known when all is shown on the other: it
  // must not be small itself, nor that of a single cell, nor as many as there are cells, of which
  // none is zero. The other side begins at `other`.
  bool LineIsGuarded(const std::vector<Cell>& line, size_t other) const {
    int count[2] = {0, 0};
    int64_t sum[2] = {0, 0};
    for (size_t i = 0; i < line.size(); ++i) {
      if (!hidden_[line[i].row][line[i].column]) continue;
      ++count[i < other ? 0 : 1];
      sum[i < other ? 0 : 1] += value_[line[i].row][line[i].column];
    }
    if (count[0] > 0 && count[1] > 0) return true;
    const int all = count[0] + count[1];
    return all == 0 || (all > 1 && sum[0] + sum[1] > std::max<int64_t>(kLargestSmall, all));
  }

  bool GuardLines() {
    bool hid = false;
    for (size_t r = 0; r < rows_; ++r) {
      if (!LineIsGuarded(Row(r), columns_ - 1)) hid |= HideOneOf(Row(r));
    }
    for (size_t c = 0; c < columns_; ++c) {
      if (!LineIsGuarded(Column(c), other_)) hid |= HideOneOf(Column(c));
    }
    return hid;
  }

  // Whether row and column hang together by hidden cells other than `without`.
  bool OnCycle(const Cell& without) const {
    std::vector<bool> reached(rows_ + columns_, false);
    std::vector<size_t> todo = {without.row};
    reached[without.row] = true;
    while (!todo.empty()) {
      const size_t node = todo.back();
      todo.pop_back();
      const bool is_row = node < rows_;
      const size_t others = is_row ? columns_ : rows_;
      for (size_t i = 0; i < others; ++i) {
        const Cell edge = is_row ? Cell{node, i} : Cell{i, node - rows_};
        if (!hidden_[edge.row][edge.column]) continue;
        if (edge.row == without.row && edge.column == without.column) continue;
        const size_t next = is_row ? rows_ + i : i;
        if (!reached[next]) todo.push_back(next);
        reached[next] = true;
      }
    }
    return reached[rows_ + without.column];
  }

  bool BreakBridge() {
    for (size_t r = 0; r < rows_; ++r) {
      for (size_t c = 0; c < columns_; ++c) {
        if (!hidden_[r][c] || OnCycle({r, c})) continue;
        return HideOneOf(Row(r)) || HideOneOf(Column(c)) || HideAny();
      }
    }
    return false;
  }

  bool HideAny() {
    for (size_t r = 0; r < rows_; ++r) {
      if (HideOneOf(Row(r))) return true;
    }
    return false;
  }

  const size_t rows_, columns_, other_;
  const bool totals_;
  Counts value_;
  std::vector<std::vector<bool>> hidden_;
};

// What is hidden of the splits as far as the shown ones and the sum tell of it. Zeros are shown.
bool SplitsAreGuarded(const std::vector<Split>& splits, const std::vector<bool>& shown) {
  int count = 0;
  Split hidden;
  for (size_t i = 0; i < splits.size(); ++i) {
    if (shown[i] || splits[i].whole() == 0) continue;
    ++count;
    hidden.part += splits[i].part;
    hidden.rest += splits[i].rest;
  }
  return count == 0 || (count > 1 && !IsSmall(hidden.part) && !IsSmall(hidden.rest));
}

// The smallest. One of which a part is nothing hides none: who knows its whole knows its parts.
bool HideASplit(const std::vector<Split>& splits, std::vector<bool>& shown) {
  std::optional<size_t> best;
  for (size_t i = 0; i < splits.size(); ++i) {
    if (!shown[i] || splits[i].part == 0 || splits[i].rest == 0) continue;
    if (!best || splits[i].whole() < splits[*best].whole()) best = i;
  }
  if (best) shown[*best] = false;
  return best.has_value();
}

SafeTable TableOf(const Hider& hider, size_t rows, size_t columns) {
  SafeTable table;
  for (size_t r = 0; r < rows; ++r) {
    table.cells.emplace_back();
    for (size_t c = 0; c < columns; ++c) table.cells.back().push_back(hider.Shown(r, c));
    table.row_totals.push_back(hider.Shown(r, columns));
  }
  return table;
}

}  // namespace

SafeTable SuppressTable(const Counts& counts) {
  const size_t rows = counts.size(), columns = rows == 0 ? 0 : counts[0].size();
  Counts with_totals = counts;
  std::vector<int64_t>& totals = with_totals.emplace_back(columns);
  for (const std::vector<int64_t>& row : counts) {
    RUFAA_CHECK(row.size() == columns);
    for (size_t c = 0; c < columns; ++c) totals[c] += row[c];
  }
  const Hider hider(with_totals, rows, /*totals=*/true);
  SafeTable table = TableOf(hider, rows, columns);
  for (size_t c = 0; c < columns; ++c) table.column_totals.push_back(hider.Shown(rows, c));
  table.total = hider.Shown(rows, columns);
  return table;
}

SafeTable SuppressGroupings(const Counts& counts, size_t other) {
  const size_t columns = counts.empty() ? 0 : counts[0].size();
  return TableOf(Hider(counts, other, /*totals=*/false), counts.size(), columns);
}

SafeSplits SuppressSplits(const std::vector<Split>& splits, bool sum_may) {
  SafeSplits safe;
  Split sum;
  for (const Split& split : splits) {
    safe.shown.push_back(split.may_show && !IsSmall(split.part) && !IsSmall(split.rest));
    sum.part += split.part;
    sum.rest += split.rest;
  }
  safe.sum = sum_may && !IsSmall(sum.part) && !IsSmall(sum.rest);
  while (safe.sum && !SplitsAreGuarded(splits, safe.shown)) {
    if (!HideASplit(splits, safe.shown)) safe.sum = false;
  }
  return safe;
}

}  // namespace rufaa::indicators
