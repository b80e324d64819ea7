// What can be reckoned from all that the committee is told of cases: of open ones, by stage, owner
// and age, in the county and its parts, and their sums; of closed ones; children found; of overdue
// ones and their sums. Of random counties, by whoever holds all of it against all of it.
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "domain/indicators/suppression.h"
#include "services/committee/open_sums.h"
#include "services/committee/tables.h"
#include "tests/services_committee/counted.h"
#include "tests/services_committee/reckoner.h"

namespace rufaa::committee_service {
namespace {

using casework::Stage;
using indicators::IsSmall;
using testing::Reckoner;

// A number, as far as it is known: some unknowns, and a rest.
struct Number {
  Reckoner::Terms unknowns;
  int64_t rest = 0;
  int64_t truth = 0;

  void operator+=(const Number& other) {
    for (const auto& [unknown, times] : other.unknowns) unknowns[unknown] += times;
    rest += other.rest, truth += other.truth;
  }
};

// Who knows all that is told, and that what is left out is none.
class Adversary {
 public:
  explicit Adversary(const Counted& counted) : board_(counted.board()) {
    const auto open = ReadTable(OpenCases(board_)), ended = ReadTable(EndedCases(board_));
    for (const auto& [key, number] : open) AddOpen(key.first, key.second, number);
    for (const OpenSum& sum : OpenSums(board_, "", true)) {
      Number& all = sum.stage ? stages_[*sum.stage] : agencies_[sum.agency];
      if (sum.count) Learn(all, *sum.count);
    }
    LearnChildren(open, ended);
    LearnOverdue(counted);
    for (const auto& [stage, number] : stages_) Hides(casework::Name(stage), number);
    for (const auto& [agency, number] : agencies_) Hides(agency, number);
    for (const auto& [key, number] : blocks_) Hides(absl::StrCat(key.first, " in a stage"), number);
  }

  // What is told although it is few, or can be reckoned.
  std::vector<std::string> Reckoned() {
    std::vector<std::string> reckoned;
    for (const auto& [name, number] : hidden_) {
      if (!knows_.Leaves(number.unknowns, number.truth - number.rest)) {
        reckoned.push_back(absl::StrCat(name, ": ", number.truth));
      }
    }
    return reckoned;
  }

 private:
  using Table = std::map<std::pair<CaseKey, std::string>, Number>;

  Number Unknown(int64_t truth) {
    return {.unknowns = {{knows_.AddUnknown(1), 1}}, .rest = 0, .truth = truth};
  }
  void Learn(const Number& number, int64_t told) {
    EXPECT_EQ(told, number.truth);
    knows_.AddKnown(number.unknowns, told - number.rest);
  }
  void Hides(absl::string_view name, const Number& number) {
    if (IsSmall(number.truth)) hidden_.emplace_back(std::string(name), number);
  }

  // Its counts by key and sub-county.
  Table ReadTable(const CountTable<CaseKey>& table) {
    Table numbers;
    std::map<CaseKey, Number> rows;
    for (const std::string& subcounty : kSubcounties) {
      const auto all = table.Of(subcounty, false), told = table.Of(subcounty, true);
      for (size_t i = 0; i < all.size(); ++i) {
        const int64_t truth = *all[i].count;
        const Number number = told[i].count ? Number{{}, *told[i].count, truth} : Unknown(truth);
        Hides(absl::StrCat(all[i].key.agency, " of an age in ", subcounty), number);
        rows[all[i].key] += number;
        numbers[{all[i].key, subcounty}] = number;
      }
    }
    for (const auto& line : table.Of("", true)) {
      if (line.count) Learn(rows[line.key], *line.count);
      Hides(absl::StrCat(line.key.agency, " of an age"), rows[line.key]);
    }
    return numbers;
  }

  void AddOpen(const CaseKey& key, const std::string& subcounty, const Number& number) {
    stages_[key.stage] += number;
    agencies_[key.agency] += number;
    agencies_[""] += number;
    blocks_[{key.agency, key.stage}] += number;
    columns_[{key.agency, key.stage, subcounty}] += number;
  }

  // They are the registered cases less the others: of these, that there are none may be known.
  void LearnChildren(const Table& open, const Table& ended) {
    const CaseSums sums = SumsOfCases(board_, true);
    Number closed, registered;
    for (const Table& table : {open, ended}) {
      for (const auto& [key, number] : table) {
        if (key.first.stage == Stage::kClosed) closed += number;
        if (IsRegistered(key.first.stage)) registered += number;
      }
    }
    if (sums.closed) Learn(closed, *sums.closed);
    Hides("closed", closed);
    if (!sums.children) return;
    const int64_t others = registered.truth - *sums.children;
    if (others > 0) {
      registered.unknowns[knows_.AddUnknown(0)] = -1;
      registered.truth = *sums.children;
    }
    EXPECT_FALSE(IsSmall(others));
    Learn(registered, *sums.children);
  }

  // All of them are among the open ones.
  void LearnOverdue(const Counted& counted) {
    std::map<std::tuple<std::string, Stage, std::string>, Number> columns;
    std::map<LateKey, Number> counties;
    std::map<std::string, Number> agencies;
    for (const board::LateCasesLine& line : board_.late_cases) {
      const LateKey key{line.agency, line.stage, line.in_court};
      const auto told = counted.Told(line.subcounty);
      const auto truth = static_cast<int64_t>(line.late.Total());
      const Number number = told.contains(key) ? Number{{}, told.at(key), truth} : Unknown(truth);
      Hides(absl::StrCat(key.agency, " overdue in ", line.subcounty), number);
      columns[{line.agency, line.stage, line.subcounty}] += number;
      counties[key] += number;
      agencies[line.agency] += number;
      agencies[""] += number;
    }
    for (const auto& [key, count] : counted.Told()) Learn(counties[key], count);
    for (const auto& [key, number] : counties) Hides(key.agency + " overdue", number);
    for (const LateCases& sum : OverdueSums(board_, "", true)) {
      if (sum.count) Learn(agencies[sum.key.agency], *sum.count);
    }
    for (const auto& [agency, number] : agencies) Hides(agency + " all overdue", number);
    for (const auto& [place, late] : columns) {
      Number all = late;
      const size_t in_time = knows_.AddUnknown(0);
      all.unknowns[in_time] += 1;
      for (const auto& [unknown, times] : columns_[place].unknowns) all.unknowns[unknown] -= times;
      knows_.AddKnown(all.unknowns, columns_[place].rest - late.rest);
      Hides(absl::StrCat(std::get<0>(place), " in time in ", std::get<2>(place)),
            {{{in_time, 1}}, 0, columns_[place].truth - late.truth});
    }
  }

  const board::Board& board_;
  Reckoner knows_;
  std::map<Stage, Number> stages_;
  std::map<std::string, Number> agencies_;  // "": all.
  std::map<std::pair<std::string, Stage>, Number> blocks_;
  std::map<std::tuple<std::string, Stage, std::string>, Number> columns_;
  std::vector<std::pair<std::string, Number>> hidden_;
};

class Random {
 public:
  explicit Random(uint32_t seed) : random_(seed) {}
  uint64_t Below(uint64_t n) { return random_() % n; }

  Counted County() {
    Counted counted;
    const uint64_t found = Below(3), most = 2 + Below(2) * Below(30), often = 1 + Below(3);
    for (const std::string agency : {"north", "south", "west"}) {
      for (const Stage stage : {Stage::kIdentified, Stage::kRegistered, Stage::kAssessment,
                                Stage::kFollowUp, Stage::kClosed, Stage::kScreenedOut}) {
        for (const std::string& subcounty : kSubcounties) {
          if (Below(4) < often) AddSome(counted, agency, stage, subcounty, most, found);
        }
      }
    }
    return counted;
  }

 private:
  void AddSome(Counted& counted, const std::string& agency, Stage stage,
               const std::string& subcounty, uint64_t most, uint64_t found) {
    const board::ByAge ages = {Below(most), Below(2) * Below(2 * most), 0, 0};
    const uint64_t all = ages[0] + ages[1];
    counted.Aged(agency, subcounty, ages, stage);
    // All of them are of exploitation; about half; or all but few.
    if (IsRegistered(stage)) counted.Found(found == 0 ? all : found == 1 ? all / 2 : all - all / 9);
    if (!IsOpenStage(stage)) return;
    if (const uint64_t late = Below(all + 1)) counted.Late({agency, stage}, subcounty, late);
  }

  std::mt19937 random_;
};

TEST(ReckonedTest, NoFewOfRandomCounties) {
  Random random(3);
  std::map<std::string, int> told;
  for (int round = 0; round < 200; ++round) {
    const Counted counted = random.County();
    const auto reckoned = Adversary(counted).Reckoned();
    EXPECT_TRUE(reckoned.empty()) << round << ": " << ::testing::PrintToString(reckoned);
    for (const OpenSum& sum : OpenSums(counted.board(), "", true)) {
      const char* const of = sum.stage ? "stage" : sum.agency.empty() ? "all" : "owner";
      ++told[absl::StrCat(of, sum.count ? "" : " hidden")];
    }
    if (SumsOfCases(counted.board(), true).children) ++told["children"];
  }
  for (const char* const of : {"stage", "all", "owner"}) {
    EXPECT_GT(told[of], 60) << of;
    EXPECT_GT(told[absl::StrCat(of, " hidden")], 30) << of;
  }
  EXPECT_GT(told["children"], 50);
}

}  // namespace
}  // namespace rufaa::committee_service
