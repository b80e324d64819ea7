// What can be reckoned from sums: of unknown numbers that are not less than something, and of which
// some sums are known, between what each must be. By the simplex method, which knows nothing of how
// it was decided which sums are told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace rufaa::testing {

class Reckoner {
 public:
  // How often each unknown is in a sum.
  using Terms = std::map<size_t, int>;

  size_t AddUnknown(int64_t least);
  // No sum may contradict the others.
  void AddKnown(const Terms& terms, int64_t sum);

  // Whether the sum of `terms` could be another than `truth`, which it is. After the last sum was
  // added.
  bool Leaves(const Terms& terms, int64_t truth);

 private:
  using Row = std::vector<double>;

  void Solve();
  void Pivot(size_t row, size_t column);
  // As large as it gets, from any solution to the best.
  double Most(const Row& of);

  std::vector<int64_t> least_;
  std::vector<std::pair<Terms, int64_t>> known_;
  bool solved_ = false;
  std::vector<Row> rows_;  // Each unknown above its least, then the sum.
  Row aim_;
  std::vector<size_t> basis_;  // By row.
};

}  // namespace rufaa::testing
