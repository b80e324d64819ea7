// What the committee is shown of six rates of the same referrals, and what it can reckon from that.
#include "services/committee/rates_shown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace rufaa::committee_service {
namespace {

// The referrals of one agency. Those of the cohort, by how it answered and by what came of them;
// and all that were ever sent.
struct Sent {
  int64_t in_time = 0, late = 0, silent = 0, undecided = 0;
  int64_t served = 0, only_accepted = 0, refused = 0;
  int64_t confirmed = 0, unconfirmed = 0, without_outcome = 0;
};

board::Rates RatesOf(const Sent& s) {
  board::Rates rates;
  rates.sent = static_cast<uint64_t>(s.confirmed + s.unconfirmed + s.without_outcome);
  rates.counts = {.sent = s.in_time + s.late + s.silent + s.undecided,
                  .decided = s.in_time + s.late,
                  .accepted = s.served + s.only_accepted,
                  .decided_in_time = s.in_time,
                  .silent = s.silent,
                  .completed_served = s.served,
                  .ended_with_outcome = s.confirmed + s.unconfirmed,
                  .outcome_acknowledged = s.confirmed};
  return rates;
}

board::Board BoardOf(const std::map<std::string, Sent>& agencies) {
  board::Board board;
  for (const auto& [agency, sent] : agencies) {
    const board::Rates rates = RatesOf(sent);
    board.by_agency[agency] = rates;
    board.county.sent += rates.sent;
    board.county.counts += rates.counts;
  }
  return board;
}

// So many of so many in time, the rest silent.
Sent InTime(int64_t part, int64_t whole) {
  return {.in_time = part, .silent = whole - part, .only_accepted = part};
}

struct Shown {
  std::map<std::string, committee::v1::Rate> by_agency;
  committee::v1::Rate county;
};
Shown ResponseOf(const board::Board& board, bool suppress) {
  const ToldRates told = RatesShown(board, suppress);
  Shown shown;
  for (const auto& [agency, rates] : board.by_agency) {
    shown.by_agency[agency] = ShownRate(kResponse, rates, told.by_agency.at(agency));
  }
  shown.county = ShownRate(kResponse, board.county, told.county);
  return shown;
}

TEST(RatesShownTest, NameTheirParts) {
  const Shown shown =
      ResponseOf(BoardOf({{"clinic", InTime(2, 8)}, {"hospital", InTime(30, 60)}}), false);
  EXPECT_EQ(shown.by_agency.at("clinic").part(), 2u);
  EXPECT_EQ(shown.by_agency.at("clinic").whole(), 8u);
  EXPECT_DOUBLE_EQ(shown.by_agency.at("clinic").value(), 0.25);
  EXPECT_EQ(shown.county.part(), 32u);
  EXPECT_EQ(shown.county.whole(), 68u);
}

TEST(RatesShownTest, ASmallAgencyCanNotBeReckonedFromTheCountyAndTheOthers) {
  const Shown shown = ResponseOf(
      BoardOf(
          {{"clinic", InTime(2, 40)}, {"hospital", InTime(30, 60)}, {"shelter", InTime(50, 90)}}),
      true);
  EXPECT_TRUE(shown.by_agency.at("clinic").suppressed());
  EXPECT_EQ(shown.by_agency.at("clinic").whole(), 0u);
  EXPECT_LT(shown.by_agency.at("clinic").value(), 0);
  int hidden = shown.county.suppressed();
  for (const auto& [agency, rate] : shown.by_agency) hidden += rate.suppressed();
  EXPECT_GE(hidden, 2);
}

TEST(RatesShownTest, OfNothingAreNothingAndNotHidden) {
  const Shown shown = ResponseOf(BoardOf({{"clinic", {}}, {"hospital", InTime(30, 60)}}), true);
  EXPECT_FALSE(shown.by_agency.at("clinic").suppressed());
  EXPECT_LT(shown.by_agency.at("clinic").value(), 0);
  EXPECT_DOUBLE_EQ(shown.by_agency.at("hospital").value(), 0.5);
  const ToldRates of_nobody = RatesShown({}, true);
  EXPECT_TRUE(of_nobody.by_agency.empty());
  EXPECT_EQ(ShownSent({}, of_nobody.county), 0);
}

// 60 in time, 35 silent and 60 decided of 100 are each of them large, and leave five.
TEST(RatesShownTest, WhatIsLeftOfAllWhenTheRatesAreTakenAwayIsNotTold) {
  const board::Board board = BoardOf({{"clinic",
                                       {.in_time = 60,
                                        .silent = 35,
                                        .undecided = 5,
                                        .served = 30,
                                        .only_accepted = 30,
                                        .confirmed = 20,
                                        .unconfirmed = 20,
                                        .without_outcome = 60}}});
  const RatesTold told = RatesShown(board, true).by_agency.at("clinic");
  EXPECT_FALSE(told.response && told.silence);
  EXPECT_FALSE(told.acceptance && told.silence) << "the decided are a part of all, too";
  EXPECT_TRUE(told.sent && told.loop_closed);
}

TEST(RatesShownTest, WhatIsLeftOfAllThatWereSentByThoseWithAnOutcomeIsNotTold) {
  const board::Board board =
      BoardOf({{"clinic", {.confirmed = 40, .unconfirmed = 30, .without_outcome = 4}}});
  const RatesTold told = RatesShown(board, true).by_agency.at("clinic");
  EXPECT_FALSE(told.sent && told.loop_closed);
}

constexpr size_t kCounts = 10;  // Of each agency, as Sent has them.
std::vector<int64_t> CountsOf(const Sent& s) {
  return {s.in_time,       s.late,    s.silent,    s.undecided,   s.served,
          s.only_accepted, s.refused, s.confirmed, s.unconfirmed, s.without_outcome};
}
using Form = std::vector<size_t>;  // The sum of such counts.
const Form kAll = {0, 1, 2, 3};

// Knows what follows from sums that it was told, and that the decided are the same either way.
class Outsider {
 public:
  explicit Outsider(size_t agencies) : agencies_(agencies) {
    for (size_t i = 0; i < agencies; ++i) {
      std::vector<double> same(agencies * kCounts, 0);
      for (size_t count = 0; count < 7; ++count) {
        if (count < 2) same[i * kCounts + count] = 1;
        if (count > 3) same[i * kCounts + count] = -1;
      }
      Add(std::move(same));
    }
  }

  // Of the agency `line`, or behind them of the county.
  void IsTold(size_t line, const Form& form) { Add(VectorOf(line, form)); }
  bool Knows(size_t line, const Form& form) const {
    return PivotOf(Reduced(VectorOf(line, form))) == agencies_ * kCounts;
  }

 private:
  std::vector<double> VectorOf(size_t line, const Form& form) const {
    std::vector<double> sum(agencies_ * kCounts, 0);
    for (size_t i = 0; i < agencies_; ++i) {
      for (const size_t count : form) sum[i * kCounts + count] = line == i || line == agencies_;
    }
    return sum;
  }
  static size_t PivotOf(const std::vector<double>& row) {
    size_t at = 0;
    while (at < row.size() && std::abs(row[at]) < 1e-7) ++at;
    return at;
  }
  std::vector<double> Reduced(std::vector<double> row) const {
    for (const auto& [pivot, known] : known_) {
      const double times = row[pivot] / known[pivot];
      for (size_t i = 0; i < row.size(); ++i) row[i] -= times * known[i];
    }
    return row;
  }
  void Add(std::vector<double> row) {
    row = Reduced(std::move(row));
    const size_t pivot = PivotOf(row);
    if (pivot < row.size()) known_[pivot] = std::move(row);
  }

  const size_t agencies_;
  std::map<size_t, std::vector<double>> known_;  // By the first count that each has.
};

void Tell(const RatesTold& told, size_t line, Outsider& outsider) {
  const auto tell = [&](bool is_told, const Form& part, const Form& whole) {
    if (!is_told) return;
    outsider.IsTold(line, part);
    outsider.IsTold(line, whole);
  };
  tell(told.response, {0}, kAll);
  tell(told.silence, {2}, kAll);
  tell(told.acceptance, {4, 5}, {0, 1});
  tell(told.completion, {4}, kAll);
  tell(told.loop_closed, {7}, {7, 8});
  tell(told.sent, {7, 8, 9}, {7, 8, 9});
}

int64_t Below(std::mt19937& random, int64_t n) { return static_cast<int64_t>(random() % (n + 1)); }

// All, none, all but a few, or anything between.
int64_t PartOf(std::mt19937& random, int64_t whole) {
  const int64_t parts[] = {whole, 0, std::max<int64_t>(0, whole - Below(random, 12)),
                           Below(random, whole)};
  return parts[random() % 4];
}

Sent AnySent(std::mt19937& random) {
  const int64_t all = Below(random, 20 << (random() % 5)), ever = all + Below(random, 40);
  const int64_t decided = PartOf(random, all), accepted = PartOf(random, decided);
  const int64_t ended = PartOf(random, ever);
  Sent s;
  s.in_time = PartOf(random, decided);
  s.late = decided - s.in_time;
  s.silent = PartOf(random, all - decided);
  s.undecided = all - decided - s.silent;
  s.served = PartOf(random, accepted);
  s.only_accepted = accepted - s.served;
  s.refused = decided - accepted;
  s.confirmed = PartOf(random, ended);
  s.unconfirmed = ended - s.confirmed;
  s.without_outcome = ever - ended;
  return s;
}

const std::vector<Form> kForms = {{0},    {1},    {2},    {3},    {4},       {5},       {6},
                                  {7},    {8},    {9},    {0, 1}, {2, 3},    {1, 2, 3}, {0, 1, 3},
                                  {4, 5}, {5, 6}, {7, 8}, {8, 9}, {7, 8, 9}, kAll};

void ExpectNothingSmallIsKnown(const Outsider& outsider,
                               const std::vector<std::vector<int64_t>>& lines) {
  for (size_t line = 0; line < lines.size(); ++line) {
    for (const Form& form : kForms) {
      int64_t sum = 0;
      for (const size_t count : form) sum += lines[line][count];
      if (sum < 1 || sum > 9) continue;
      ASSERT_FALSE(outsider.Knows(line, form)) << "a " << sum << " of line " << line;
    }
  }
}

TEST(RatesShownTest, LetAnOutsiderReckonOutNoSmallCount) {
  std::mt19937 random(3);
  int told_rates = 0;
  for (int round = 0; round < 2000 && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    std::map<std::string, Sent> agencies;
    std::vector<std::vector<int64_t>> lines;
    std::vector<int64_t> county(kCounts, 0);
    const size_t many = 1 + random() % 5;
    for (size_t i = 0; i < many; ++i) {
      const Sent sent = AnySent(random);
      agencies[std::string(1, static_cast<char>('a' + i))] = sent;
      lines.push_back(CountsOf(sent));
      for (size_t count = 0; count < kCounts; ++count) county[count] += lines.back()[count];
    }
    lines.push_back(county);
    const ToldRates told = RatesShown(BoardOf(agencies), true);
    Outsider outsider(many);
    size_t line = 0;
    for (const auto& [agency, rates] : told.by_agency) {
      Tell(rates, line++, outsider);
      told_rates += rates.response + rates.silence + rates.acceptance + rates.completion;
    }
    Tell(told.county, line, outsider);
    ExpectNothingSmallIsKnown(outsider, lines);
  }
  EXPECT_GT(told_rates, 3000);
}

}  // namespace
}  // namespace rufaa::committee_service
