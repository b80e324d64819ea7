#include "domain/indicators/suppression.h"

#include <algorithm>
#include <tuple>

#include "domain/base/check.h"

namespace rufaa::indicators {
namespace {

bool IsSmall(int64_t count) { return count >= kSmallest && count <= kLargestSmall; }

// The table with its totals as a last row and a last column. Then every row and every column is a
// line whose last cell is the sum of the others, and all that an outsider can reckon with is these
// lines. Draw a hidden cell as an edge between its row and its column: its value follows from the
// shown ones just when the edge lies on no cycle, since round a cycle one may be added and taken
// away in turn without any line noticing.
class Hider {
 public:
  explicit Hider(const std::vector<std::vector<int64_t>>& counts)
      : rows_(counts.size() + 1), columns_(counts.empty() ? 1 : counts[0].size() + 1) {
    value_.assign(rows_, std::vector<int64_t>(columns_, 0));
    hidden_.assign(rows_, std::vector<bool>(columns_, false));
    for (size_t r = 0; r + 1 < rows_; ++r) {
      RUFAA_CHECK(counts[r].size() + 1 == columns_);
      for (size_t c = 0; c + 1 < columns_; ++c) {
        value_[r][c] = counts[r][c];
        value_[r][columns_ - 1] += counts[r][c];
        value_[rows_ - 1][c] += counts[r][c];
        value_[rows_ - 1][columns_ - 1] += counts[r][c];
      }
    }
    for (size_t r = 0; r < rows_; ++r) {
      for (size_t c = 0; c < columns_; ++c) hidden_[r][c] = IsSmall(value_[r][c]);
    }
    // Each round hides at least one cell more, or is the last.
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

  // A line is `count` cells, the last of them the total.
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
  // one; a zero last, since hiding it hides nothing.
  bool HideOneOf(const std::vector<Cell>& line) {
    const auto cost = [&](const Cell& cell) {
      const int64_t value = value_[cell.row][cell.column];
      const bool total = cell.row + 1 == rows_ || cell.column + 1 == columns_;
      return std::make_tuple(value == 0, total, value);
    };
    const Cell* best = nullptr;
    for (const Cell& cell : line) {
      if (hidden_[cell.row][cell.column]) continue;
      if (best == nullptr || cost(cell) < cost(*best)) best = &cell;
    }
    if (best == nullptr) return false;
    hidden_[best->row][best->column] = true;
    return true;
  }

  // The sum of a line's hidden counts is known when its total is shown: it must not be small
  // itself, nor that of a single cell.
  bool LineIsGuarded(const std::vector<Cell>& line) const {
    int count = 0;
    int64_t sum = 0;
    for (size_t i = 0; i + 1 < line.size(); ++i) {
      if (!hidden_[line[i].row][line[i].column]) continue;
      ++count;
      sum += value_[line[i].row][line[i].column];
    }
    if (hidden_[line.back().row][line.back().column]) return count > 0;
    return count == 0 || (count > 1 && sum > kLargestSmall);
  }

  bool GuardLines() {
    bool hid = false;
    for (size_t r = 0; r < rows_; ++r) {
      if (!LineIsGuarded(Row(r))) hid |= HideOneOf(Row(r));
    }
    for (size_t c = 0; c < columns_; ++c) {
      if (!LineIsGuarded(Column(c))) hid |= HideOneOf(Column(c));
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

  const size_t rows_, columns_;
  std::vector<std::vector<int64_t>> value_;
  std::vector<std::vector<bool>> hidden_;
};

}  // namespace

SafeTable SuppressTable(const std::vector<std::vector<int64_t>>& counts) {
  const Hider hider(counts);
  const size_t rows = counts.size(), columns = rows == 0 ? 0 : counts[0].size();
  SafeTable table;
  for (size_t r = 0; r < rows; ++r) {
    table.cells.emplace_back();
    for (size_t c = 0; c < columns; ++c) table.cells.back().push_back(hider.Shown(r, c));
    table.row_totals.push_back(hider.Shown(r, columns));
  }
  for (size_t c = 0; c < columns; ++c) table.column_totals.push_back(hider.Shown(rows, c));
  table.total = hider.Shown(rows, columns);
  return table;
}

}  // namespace rufaa::indicators
