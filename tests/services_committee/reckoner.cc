#include "tests/services_committee/reckoner.h"

#include <cmath>
#include <limits>

#include "domain/base/check.h"

namespace rufaa::testing {
namespace {

constexpr double kNothing = 1e-7;

}  // namespace

size_t Reckoner::AddUnknown(int64_t least) {
  least_.push_back(least);
  return least_.size() - 1;
}

void Reckoner::AddKnown(const Terms& terms, int64_t sum) { known_.emplace_back(terms, sum); }

bool Reckoner::Leaves(const Terms& terms, int64_t truth) {
  if (!solved_) Solve();
  Row of(least_.size(), 0), less(least_.size(), 0);
  double least = 0;
  for (const auto& [unknown, times] : terms) {
    of[unknown] = times;
    less[unknown] = -times;
    least += static_cast<double>(times * least_[unknown]);
  }
  const auto sum = static_cast<double>(truth);
  return least + Most(of) > sum + 1 - kNothing || least - Most(less) < sum - 1 + kNothing;
}

void Reckoner::Pivot(size_t row, size_t column) {
  Row& pivot = rows_[row];
  const double by = pivot[column];
  for (double& value : pivot) value /= by;
  const auto clear = [&](Row& other) {
    const double times = other[column];
    if (std::abs(times) < kNothing) return;
    for (size_t i = 0; i < other.size(); ++i) other[i] -= times * pivot[i];
  };
  for (size_t r = 0; r < rows_.size(); ++r) {
    if (r != row) clear(rows_[r]);
  }
  clear(aim_);
  basis_[row] = column;
}

double Reckoner::Most(const Row& of) {
  const size_t last = rows_.empty() ? of.size() : rows_[0].size() - 1;
  aim_.assign(last + 1, 0);
  for (size_t i = 0; i < of.size(); ++i) aim_[i] = -of[i];
  for (size_t r = 0; r < rows_.size(); ++r) {
    const double times = aim_[basis_[r]];
    for (size_t i = 0; i <= last; ++i) aim_[i] -= times * rows_[r][i];
  }
  while (true) {  // Always the first that is better: so it comes to an end.
    size_t column = 0;
    while (column < last && aim_[column] > -kNothing) ++column;
    if (column == last) return aim_[last];
    size_t best = rows_.size();
    double least = std::numeric_limits<double>::infinity();
    for (size_t r = 0; r < rows_.size(); ++r) {
      if (rows_[r][column] < kNothing) continue;
      const double ratio = rows_[r][last] / rows_[r][column];
      const bool same = std::abs(ratio - least) < kNothing;
      if (ratio < least - kNothing || (same && basis_[r] < basis_[best])) best = r, least = ratio;
    }
    if (best == rows_.size()) return std::numeric_limits<double>::infinity();
    Pivot(best, column);
  }
}

// Begins with an unknown more for each sum, which makes it up, and has them vanish.
void Reckoner::Solve() {
  const size_t unknowns = least_.size(), sums = known_.size();
  Row none(unknowns + sums, 0);
  for (size_t k = 0; k < sums; ++k) {
    Row row(unknowns + sums + 1, 0);
    auto rest = static_cast<double>(known_[k].second);
    for (const auto& [unknown, times] : known_[k].first) {
      row[unknown] = times;
      rest -= static_cast<double>(times * least_[unknown]);
    }
    row.back() = rest;
    if (rest < 0) {
      for (double& value : row) value = -value;
    }
    row[unknowns + k] = 1;
    none[unknowns + k] = -1;
    rows_.push_back(std::move(row));
    basis_.push_back(unknowns + k);
  }
  RUFAA_CHECK(Most(none) > -kNothing);
  for (size_t r = 0; r < rows_.size(); ++r) {
    for (size_t i = 0; basis_[r] >= unknowns && i < unknowns; ++i) {
      if (std::abs(rows_[r][i]) > kNothing) Pivot(r, i);
    }
    if (basis_[r] < unknowns) continue;
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(r));  // The others tell it, too.
    basis_.erase(basis_.begin() + static_cast<std::ptrdiff_t>(r--));
  }
  for (Row& row : rows_)
    row.erase(row.end() - 1 - static_cast<std::ptrdiff_t>(sums), row.end() - 1);
  solved_ = true;
}

}  // namespace rufaa::testing
