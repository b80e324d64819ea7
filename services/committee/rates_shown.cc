#include "services/committee/rates_shown.h"

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "domain/indicators/suppression.h"

namespace rufaa::committee_service {

namespace v1 = committee::v1;

namespace {

using indicators::SafeTable;
using Cells = std::vector<int64_t>;

// A count that is less than its parts, by a clock that was wrong, leaves nothing.
int64_t Left(int64_t count) { return std::max<int64_t>(0, count); }

// Two tables, each a line for each agency, whose columns are all of its referrals: those of the
// cohort, and all that were ever sent.
enum Cohort : size_t { kInTime, kLate, kSilent, kUndecided };
Cells CohortOf(const board::Rates& rates) {
  const indicators::ReferralCounts& c = rates.counts;
  return {c.decided_in_time, c.decided - c.decided_in_time, c.silent,
          Left(c.sent - c.decided - c.silent)};
}
enum Ever : size_t { kConfirmed, kUnconfirmed, kWithoutOutcome };
Cells EverOf(const board::Rates& rates) {
  const indicators::ReferralCounts& c = rates.counts;
  return {c.outcome_acknowledged, c.ended_with_outcome - c.outcome_acknowledged,
          Left(static_cast<int64_t>(rates.sent) - c.ended_with_outcome)};
}

// What may be told of each line of such a table; the last line is the county.
class Lines {
 public:
  explicit Lines(const std::vector<Cells>& counts) : table_(indicators::SuppressTable(counts)) {}

  bool Tells(size_t line, std::initializer_list<size_t> columns) const {
    const bool county = line == table_.cells.size();
    return std::all_of(columns.begin(), columns.end(), [&](size_t column) {
      return (county ? table_.column_totals[column] : table_.cells[line][column]).has_value();
    });
  }
  bool TellsAll(size_t line) const {
    const bool county = line == table_.cells.size();
    return (county ? table_.total : table_.row_totals[line]).has_value();
  }
  // How many were decided: it is the sum of two columns, and what the others leave of all.
  bool TellsDecided(size_t line) const {
    return Tells(line, {kInTime, kLate}) || (TellsAll(line) && Tells(line, {kSilent, kUndecided}));
  }

 private:
  const SafeTable table_;
};

// The agencies, and at the end the county.
class Teller {
 public:
  explicit Teller(const board::Board& board) {
    for (const auto& [agency, rates] : board.by_agency) all_.push_back(&rates);
    all_.push_back(&board.county);
    told_.resize(all_.size());
  }

  std::vector<RatesTold> Told() {
    const Lines cohort = Table(CohortOf), ever = Table(EverOf);
    for (size_t i = 0; i < told_.size(); ++i) {
      RatesTold& told = told_[i];
      told.sent = ever.TellsAll(i);
      told.loop_closed = ever.Tells(i, {kConfirmed, kUnconfirmed});
      told.response = cohort.TellsAll(i) && cohort.Tells(i, {kInTime});
      told.silence = cohort.TellsAll(i) && cohort.Tells(i, {kSilent});
      told.acceptance = cohort.TellsDecided(i);
    }
    for (const RateKind& kind : {kLoopClosed, kNoShow, kResponse, kSilence, kAcceptance}) {
      Split(kind.told, [&](const indicators::ReferralCounts& counts) { return kind.of(counts); });
    }
    // Those that were completed are a part of those that were accepted, and are not told where
    // these are not: beside other rates they would tell how many were.
    for (size_t i = 0; i < told_.size(); ++i) {
      told_[i].completion = told_[i].acceptance && cohort.TellsAll(i);
    }
    Split(&RatesTold::completion, [](const indicators::ReferralCounts& counts) {
      return indicators::Rate{counts.completed_served, counts.accepted};
    });
    return std::move(told_);
  }

 private:
  Lines Table(Cells (*of)(const board::Rates&)) const {
    std::vector<Cells> counts;
    for (size_t i = 0; i + 1 < all_.size(); ++i) counts.push_back(of(*all_[i]));
    return Lines(counts);
  }

  // Leaves `field` where the part and the rest of it may be told, too.
  template <class Of>
  void Split(bool RatesTold::* field, const Of& of) {
    std::vector<indicators::Split> splits;
    for (size_t i = 0; i + 1 < all_.size(); ++i) {
      const indicators::Rate rate = of(all_[i]->counts);
      splits.push_back({rate.part, Left(rate.whole - rate.part), told_[i].*field});
    }
    const indicators::SafeSplits safe = indicators::SuppressSplits(splits, told_.back().*field);
    for (size_t i = 0; i < splits.size(); ++i) told_[i].*field = safe.shown[i];
    told_.back().*field = safe.sum;
  }

  std::vector<const board::Rates*> all_;
  std::vector<RatesTold> told_;
};

}  // namespace

ToldRates RatesShown(const board::Board& board, bool suppress) {
  ToldRates shown;
  for (const auto& [agency, rates] : board.by_agency) shown.by_agency[agency] = {};
  if (!suppress || board.by_agency.empty()) return shown;
  const std::vector<RatesTold> told = Teller(board).Told();
  size_t line = 0;
  for (auto& [agency, of_agency] : shown.by_agency) of_agency = told[line++];
  shown.county = told[line];
  return shown;
}

v1::Rate ShownRate(const RateKind& kind, const board::Rates& rates, const RatesTold& told) {
  v1::Rate proto;
  if (!(told.*kind.told)) {
    proto.set_value(-1);
    proto.set_suppressed(true);
    return proto;
  }
  const indicators::Rate rate = kind.of(rates.counts);
  proto.set_value(rate.value().value_or(-1));
  proto.set_part(static_cast<uint64_t>(rate.part));
  proto.set_whole(static_cast<uint64_t>(rate.whole));
  return proto;
}

std::optional<int64_t> ShownSent(const board::Rates& rates, const RatesTold& told) {
  if (!told.sent) return std::nullopt;
  return static_cast<int64_t>(rates.sent);
}

}  // namespace rufaa::committee_service
