#include "domain/indicators/told_sums.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "domain/base/check.h"

namespace rufaa::indicators {
namespace {

using Table = std::vector<std::vector<Untold>>;
using Picks = std::function<bool(size_t)>;

// Of the told ones that `of` picks. One of which nothing is untold is known anyway, and no cover
// for another.
std::optional<size_t> Smallest(const std::vector<Untold>& sums, const Picks& of,
                               const std::vector<bool>& told) {
  std::optional<size_t> smallest;
  for (size_t i = 0; i < sums.size(); ++i) {
    if (!of(i) || !told[i] || sums[i].counts == 0) continue;
    if (!smallest || sums[i].sum < sums[*smallest].sum) smallest = i;
  }
  return smallest;
}

// If what is hidden of those that `of` picks is not guarded, hides the smallest of the others with
// it: what is told is guarded by itself, so one is enough. False: there is none.
bool GuardHidden(const std::vector<Untold>& sums, const Picks& of, std::vector<bool>& told) {
  Untold hidden;
  for (size_t i = 0; i < sums.size(); ++i) {
    if (of(i) && !told[i]) hidden += sums[i];
  }
  if (hidden.Guarded()) return true;
  const std::optional<size_t> smallest = Smallest(sums, of, told);
  if (smallest) told[*smallest] = false;
  return smallest.has_value();
}

// How far the slack of each row's counts in each column may be moved about without any told sum
// noticing: a network in which a row's node passes on to its columns what they have of it. Hidden
// rows of a group share a node of theirs, as hidden columns do, since their sum is known.
class Network {
 public:
  Network(const Table& untold, const std::vector<size_t>& group_of_row, const ToldSums& told)
      : untold_(untold), rows_(untold.size()), columns_(untold[0].size()) {
    const size_t groups = *std::max_element(group_of_row.begin(), group_of_row.end()) + 1;
    const size_t hidden_columns = rows_ + columns_, hidden_rows = hidden_columns + 1;
    can_.assign(hidden_rows + groups, std::vector<int64_t>(hidden_rows + groups, 0));
    for (size_t r = 0; r < rows_; ++r) {
      for (size_t c = 0; c < columns_; ++c) {
        if (untold[r][c].counts == 0) continue;
        can_[r][rows_ + c] = kAny;
        can_[rows_ + c][r] = untold[r][c].Slack();
      }
      if (!told.rows[r]) Join(r, hidden_rows + group_of_row[r]);
    }
    for (size_t c = 0; c < columns_; ++c) {
      if (!told.columns[c]) Join(rows_ + c, hidden_columns);
    }
  }

  // Whether each count of this row and column may be 1 or ten, or others that far apart.
  bool IsWide(size_t row, size_t column) const {
    const Untold& cell = untold_[row][column];
    const size_t from = row, to = rows_ + column;
    std::vector<std::vector<int64_t>> without = can_;
    without[from][to] = without[to][from] = 0;
    int64_t wide = Flow(without, to, from);  // So much more it may be.
    // Of several counts one may have all that they have; a single one must be able to be less.
    wide += cell.counts > 1 ? cell.Slack() : std::min(cell.Slack(), Flow(without, from, to));
    return wide >= kLargestSmall;
  }

 private:
  static constexpr int64_t kAny = int64_t{1} << 40;

  void Join(size_t a, size_t b) { can_[a][b] = can_[b][a] = kAny; }

  // How much can go from one node to another, one way after the other; nine is enough.
  static int64_t Flow(std::vector<std::vector<int64_t>> can, size_t from, size_t to) {
    int64_t flow = 0;
    while (flow < kLargestSmall) {
      std::vector<std::optional<size_t>> came(can.size());
      std::vector<size_t> todo = {from};
      came[from] = from;
      while (!todo.empty() && !came[to]) {
        const size_t node = todo.back();
        todo.pop_back();
        for (size_t next = 0; next < can.size(); ++next) {
          if (can[node][next] == 0 || came[next]) continue;
          came[next] = node;
          todo.push_back(next);
        }
      }
      if (!came[to]) break;
      int64_t more = kAny;
      for (size_t node = to; node != from; node = *came[node]) {
        more = std::min(more, can[*came[node]][node]);
      }
      for (size_t node = to; node != from; node = *came[node]) {
        can[*came[node]][node] -= more;
        can[node][*came[node]] += more;
      }
      flow += more;
    }
    return flow;
  }

  const Table& untold_;
  const size_t rows_, columns_;
  std::vector<std::vector<int64_t>> can_;  // [from][to]: how much may be moved.
};

// The first column in which a hidden count would be known too well.
std::optional<size_t> TooNarrow(const Table& untold, const std::vector<size_t>& group_of_row,
                                const ToldSums& told) {
  const Network network(untold, group_of_row, told);
  for (size_t r = 0; r < untold.size(); ++r) {
    for (size_t c = 0; c < untold[r].size(); ++c) {
      if (untold[r][c].counts > 0 && !network.IsWide(r, c)) return c;
    }
  }
  return std::nullopt;
}

void TellRows(const std::vector<Untold>& rows, const std::vector<size_t>& group_of_row,
              ToldSums& told) {
  told.all = true;
  for (const Untold& row : rows) told.rows.push_back(row.Guarded());
  for (size_t group = 0; group <= *std::max_element(group_of_row.begin(), group_of_row.end());
       ++group) {
    const auto in_group = [&](size_t row) { return group_of_row[row] == group; };
    if (!GuardHidden(rows, in_group, told.rows)) told.all = false;
  }
}

// Those that would tell too much are hidden one by one: of the column in which they do, or the
// smallest.
void TellColumns(const Table& untold, const std::vector<size_t>& group_of_row,
                 const std::vector<Untold>& columns, ToldSums& told) {
  for (size_t c = 0; c < columns.size(); ++c) told.columns[c] = columns[c].Guarded();
  const auto every = [](size_t) { return true; };
  while (GuardHidden(columns, every, told.columns)) {
    std::optional<size_t> hide = TooNarrow(untold, group_of_row, told);
    if (!hide) return;
    if (!told.columns[*hide]) hide = Smallest(columns, every, told.columns);
    if (!hide) break;
    told.columns[*hide] = false;
  }
  for (size_t c = 0; c < columns.size(); ++c) told.columns[c] = columns[c].counts == 0;
}

}  // namespace

ToldSums SumsToTell(const Table& untold, const std::vector<size_t>& group_of_row) {
  RUFAA_CHECK(untold.size() == group_of_row.size());
  if (untold.empty()) return {.all = true, .rows = {}, .columns = {}};
  std::vector<Untold> rows, columns(untold[0].size());
  for (const std::vector<Untold>& row : untold) {
    RUFAA_CHECK(row.size() == columns.size());
    Untold& sum = rows.emplace_back();
    for (size_t c = 0; c < row.size(); ++c) {
      sum += row[c];
      columns[c] += row[c];
    }
  }
  ToldSums told;
  TellRows(rows, group_of_row, told);
  for (const Untold& column : columns) told.columns.push_back(column.counts == 0);
  if (told.all) TellColumns(untold, group_of_row, columns, told);
  return told;
}

}  // namespace rufaa::indicators
