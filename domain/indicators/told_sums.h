// Which sums of a table may be told beside it, where some of its counts are hidden: of each row, of
// each column, and of all. Whoever takes from a sum all that is shown of it has the sum of what is
// hidden there. Hidden counts are known to be 1 or more, so that ten of them, of which ten are
// left, are known for ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/indicators/suppression.h"

namespace rufaa::indicators {

// What is left of a sum when all of it is taken away that is shown by itself.
struct Untold {
  int64_t counts = 0;  // How many, each of 1 or more.
  int64_t sum = 0;

  // What they are together above 1 for each.
  int64_t Slack() const { return sum - counts; }
  // Whether the sum may be told: nothing is left, or several counts, each of which may be 1 and may
  // be ten for all that the sum tells.
  bool Guarded() const { return counts == 0 || (counts > 1 && Slack() >= kLargestSmall); }
  void operator+=(const Untold& other) {
    counts += other.counts;
    sum += other.sum;
  }
};

struct ToldSums {
  bool all = false;
  std::vector<bool> rows, columns;
};

// `untold` [row][column] is rectangular, and each of it may be many counts. The sum of all rows of
// one group (`group_of_row`) may be known from elsewhere, so what is not told of a group is guarded
// apart from the others. Rows come before columns: of these none is told unless the sum of all is,
// and none that would leave a hidden count less than ten numbers that it may be.
ToldSums SumsToTell(const std::vector<std::vector<Untold>>& untold,
                    const std::vector<size_t>& group_of_row);

}  // namespace rufaa::indicators
