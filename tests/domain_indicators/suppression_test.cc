#include "domain/indicators/suppression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace rufaa::indicators {
namespace {

using testing::ElementsAre;
using Counts = std::vector<std::vector<int64_t>>;
constexpr std::nullopt_t kHidden = std::nullopt;

TEST(Suppression, ShowsATableWithoutSmallCells) {
  const SafeTable table = SuppressTable(Counts{{10, 20}, {0, 40}});
  EXPECT_THAT(table.cells[0], ElementsAre(10, 20));
  EXPECT_THAT(table.cells[1], ElementsAre(0, 40));
  EXPECT_THAT(table.row_totals, ElementsAre(30, 40));
  EXPECT_THAT(table.column_totals, ElementsAre(10, 60));
  EXPECT_EQ(table.total, 70);
}

// 4 is small; 12 would give it away in its row and 25 in its column; 31 closes the square, since
// alone in its row and column 12 and 25 would be given away in turn.
TEST(Suppression, HidesTheSquareThatASmallCellNeeds) {
  const SafeTable table = SuppressTable(Counts{{4, 12, 30}, {25, 31, 90}, {70, 80, 99}});
  EXPECT_THAT(table.cells[0], ElementsAre(kHidden, kHidden, 30));
  EXPECT_THAT(table.cells[1], ElementsAre(kHidden, kHidden, 90));
  EXPECT_THAT(table.cells[2], ElementsAre(70, 80, 99));
  EXPECT_THAT(table.row_totals, ElementsAre(46, 146, 249));
}

// 2 and 3 alone would be told by their sum.
TEST(Suppression, HidesMoreWhereTheHiddenTogetherAreSmall) {
  const SafeTable table = SuppressTable(Counts{{2, 3, 50, 60}, {0, 0, 0, 0}});
  EXPECT_THAT(table.cells[0], ElementsAre(kHidden, kHidden, kHidden, 60));
  EXPECT_EQ(table.row_totals[0], 115);
}

TEST(Suppression, HidesAOnlySmallCellsTotals) {
  const SafeTable table = SuppressTable(Counts{{5, 0, 0}});
  EXPECT_EQ(table.cells[0][0], kHidden);
  EXPECT_EQ(table.row_totals[0], kHidden);
  EXPECT_EQ(table.column_totals[0], kHidden);
  EXPECT_EQ(table.total, kHidden);
}

// Twelve of twelve would each be told to be one.
TEST(Suppression, HidesASumThatIsAsManyAsWhatItIsTheSumOf) {
  const SafeTable ones = SuppressTable(Counts{std::vector<int64_t>(12, 1)});
  EXPECT_EQ(ones.row_totals[0], kHidden);
  EXPECT_EQ(ones.total, kHidden);
  std::vector<int64_t> but_one(12, 1);
  but_one[5] = 2;
  EXPECT_EQ(SuppressTable(Counts{but_one}).row_totals[0], 13);
}

TEST(Suppression, TakesAnEmptyTable) {
  EXPECT_EQ(SuppressTable(Counts{}).total, 0);
  EXPECT_EQ(SuppressTable(Counts{{}}).total, 0);
}

// The outsider's way: every row and column is an equation, the hidden cells are unknowns, but for
// zeros, which are known by being left out. By Gaussian elimination, an unknown is told exactly if
// some row of the reduced system holds it alone.
class Outsider {
 public:
  Outsider(const SafeTable& table, const Counts& counts) {
    Rows all = WithTotals(table);
    all.push_back(table.column_totals);
    all.back().push_back(table.total);
    Counts with_totals = counts;
    std::vector<int64_t>& totals = with_totals.emplace_back(counts[0].size());
    for (const auto& row : counts) {
      for (size_t c = 0; c < row.size(); ++c) totals[c] += row[c];
    }
    Look(all, with_totals, table.cells.size());
  }
  // Of two groupings, which have the same sums of columns.
  Outsider(const SafeTable& table, const Counts& counts, size_t other) {
    Look(WithTotals(table), counts, other);
  }

  int unknowns() const { return unknowns_; }

  int Told() {
    size_t pivot_row = 0;
    for (size_t column = 0; column < static_cast<size_t>(unknowns_); ++column) {
      size_t found = pivot_row;
      while (found < system_.size() && std::abs(system_[found][column]) < 1e-9) ++found;
      if (found == system_.size()) continue;
      std::swap(system_[found], system_[pivot_row]);
      Clear(pivot_row++, column);
    }
    int told = 0;
    for (const auto& row : system_) {
      int present = 0;
      for (const double coefficient : row) present += std::abs(coefficient) > 1e-9;
      told += present == 1;
    }
    return told;
  }

 private:
  using Rows = std::vector<std::vector<std::optional<int64_t>>>;

  static Rows WithTotals(const SafeTable& table) {
    Rows all = table.cells;
    for (size_t r = 0; r < all.size(); ++r) all[r].push_back(table.row_totals[r]);
    return all;
  }

  void Look(const Rows& all, Counts counts, size_t other) {
    for (auto& row : counts) row.push_back(std::accumulate(row.begin(), row.end(), int64_t{0}));
    const size_t rows = all.size(), columns = all[0].size();
    std::vector<std::vector<int>> unknown(rows, std::vector<int>(columns, -1));
    for (size_t r = 0; r < rows; ++r) {
      for (size_t c = 0; c < columns; ++c) {
        if (!all[r][c] && counts[r][c] > 0) unknown[r][c] = unknowns_++;
      }
    }
    const auto equation = [&](auto at, size_t length, size_t side) {
      std::vector<double> coefficients(static_cast<size_t>(unknowns_), 0);
      for (size_t i = 0; i < length; ++i) {
        if (at(i) >= 0) coefficients[static_cast<size_t>(at(i))] = i < side ? 1 : -1;
      }
      system_.push_back(coefficients);
    };
    for (size_t r = 0; r < rows; ++r) {
      equation([&](size_t i) { return unknown[r][i]; }, columns, columns - 1);
    }
    for (size_t c = 0; c < columns; ++c) {
      equation([&](size_t i) { return unknown[i][c]; }, rows, other);
    }
  }

  void Clear(size_t pivot_row, size_t column) {
    const double pivot = system_[pivot_row][column];
    for (double& coefficient : system_[pivot_row]) coefficient /= pivot;
    for (size_t r = 0; r < system_.size(); ++r) {
      const double times = system_[r][column];
      if (r == pivot_row || std::abs(times) < 1e-9) continue;
      for (size_t c = 0; c < system_[r].size(); ++c) {
        system_[r][c] -= times * system_[pivot_row][c];
      }
    }
  }

  int unknowns_ = 0;
  std::vector<std::vector<double>> system_;
};

TEST(Suppression, LetsAnOutsiderReckonOutNoHiddenCell) {
  std::mt19937 random(11);
  int with_hidden = 0;
  for (int round = 0; round < 3000; ++round) {
    const size_t rows = 1 + random() % 5, columns = 1 + random() % 6;
    const int64_t ceiling = int64_t{1} << (2 + random() % 8);
    Counts counts(rows, std::vector<int64_t>(columns));
    for (auto& row : counts) {
      for (int64_t& count : row) count = random() % 4 == 0 ? 0 : random() % ceiling;
    }
    const SafeTable table = SuppressTable(counts);
    for (size_t r = 0; r < rows; ++r) {
      for (size_t c = 0; c < columns; ++c) {
        if (!table.cells[r][c]) continue;
        ASSERT_EQ(*table.cells[r][c], counts[r][c]);
        ASSERT_FALSE(counts[r][c] >= 1 && counts[r][c] <= 9);
      }
    }
    Outsider outsider(table, counts);
    with_hidden += outsider.unknowns() > 0;
    ASSERT_EQ(outsider.Told(), 0) << "round " << round;
  }
  EXPECT_GT(with_hidden, 1000);
}

// The one row of the other grouping shows what each column holds: 33 stands alone in its column, so
// it is known, and 7 with it where the 40 is shown.
TEST(Suppression, OfTwoGroupingsNeitherTellsWhatTheOtherHides) {
  const Counts counts = {{33, 7, 0}, {0, 19, 13}, {33, 26, 13}};
  const SafeTable table = SuppressGroupings(counts, 2);
  EXPECT_EQ(table.cells[0][1], kHidden);
  const bool tells_33 = table.cells[0][0] || table.cells[2][0];
  EXPECT_FALSE(tells_33 && table.row_totals[0]);
  EXPECT_EQ(Outsider(table, counts, 2).Told(), 0);
}

// Five states and, as the last row, who must act. Were zeros of the third row hidden as its cover,
// its total, 5, would be what 11 and 15 leave of 17 and 14: all that stands beside them is nothing.
TEST(Suppression, HidesNoZeroAsCover) {
  const Counts counts = {{5, 6, 0}, {7, 8, 0}, {5, 0, 0}, {0, 0, 6}, {0, 0, 20}, {17, 14, 26}};
  const SafeTable table = SuppressGroupings(counts, 5);
  for (size_t r = 0; r < counts.size(); ++r) {
    for (size_t c = 0; c < 3; ++c) {
      if (counts[r][c] == 0) EXPECT_EQ(table.cells[r][c], 0) << r << " " << c;
    }
  }
  EXPECT_EQ(table.cells[2][0], kHidden);
  EXPECT_EQ(table.row_totals[2], kHidden);
  EXPECT_EQ(Outsider(table, counts, 5).Told(), 0);
}

TEST(Suppression, LetsAnOutsiderReckonOutNoHiddenCellOfTwoGroupings) {
  std::mt19937 random(12);
  int with_hidden = 0;
  for (int round = 0; round < 3000; ++round) {
    const size_t ones = 1 + random() % 4, others = 1 + random() % 4, columns = 1 + random() % 5;
    Counts counts(ones + others, std::vector<int64_t>(columns));
    const int64_t ceiling = int64_t{1} << (2 + random() % 7);
    for (size_t c = 0; c < columns; ++c) {
      for (size_t r = 0; r < ones; ++r) {
        counts[r][c] = random() % 4 == 0 ? 0 : random() % ceiling;
        for (int64_t n = 0; n < counts[r][c]; ++n) {
          ++counts[ones + (random() % 3 == 0 ? random() % others : 0)][c];
        }
      }
    }
    const SafeTable table = SuppressGroupings(counts, ones);
    for (size_t r = 0; r < counts.size(); ++r) {
      for (size_t c = 0; c < columns; ++c) {
        if (!table.cells[r][c]) continue;
        ASSERT_EQ(*table.cells[r][c], counts[r][c]);
        ASSERT_FALSE(counts[r][c] >= 1 && counts[r][c] <= 9);
      }
    }
    Outsider outsider(table, counts, ones);
    with_hidden += outsider.unknowns() > 0;
    ASSERT_EQ(outsider.Told(), 0) << "round " << round;
  }
  EXPECT_GT(with_hidden, 1000);
}

TEST(Suppression, OfSplitsTheSmallOnesAreHiddenAndNotTheOnlyOnes) {
  const SafeSplits all = SuppressSplits({{20, 30, true}, {10, 0, true}}, true);
  EXPECT_THAT(all.shown, ElementsAre(true, true));
  EXPECT_TRUE(all.sum);
  // 3 alone would be what the sum and the others leave of it.
  const SafeSplits one = SuppressSplits({{20, 30, true}, {3, 40, true}, {50, 60, true}}, true);
  EXPECT_THAT(one.shown, ElementsAre(false, false, true));
  EXPECT_TRUE(one.sum);
  // Of 20 and none, who knows the 20 knows both: it hides nothing.
  const SafeSplits none = SuppressSplits({{20, 0, true}, {3, 40, true}}, true);
  EXPECT_THAT(none.shown, ElementsAre(true, false));
  EXPECT_FALSE(none.sum);
  const SafeSplits of_hidden = SuppressSplits({{20, 30, false}, {20, 30, true}}, false);
  EXPECT_THAT(of_hidden.shown, ElementsAre(false, true));
  EXPECT_FALSE(of_hidden.sum);
}

TEST(Suppression, HidesNoMoreThanItMust) {
  // One small cell in a large table costs at most the square it needs.
  Counts counts(6, std::vector<int64_t>(6, 100));
  counts[2][3] = 5;
  EXPECT_EQ(Outsider(SuppressTable(counts), counts).unknowns(), 4);
}

}  // namespace
}  // namespace rufaa::indicators
