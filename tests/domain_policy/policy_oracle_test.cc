// The whole cross product against an independent second wording of the rules (oracle.py), and
// against the table's own mutants: a rule that could go missing unnoticed is not tested.

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/policy/policy.h"
#include "domain/policy/table.h"

namespace rufaa::policy {
namespace {

constexpr size_t kRoles = 15, kKinds = 17, kRelations = 11, kParts = 11, kActions = 11,
                 kConsents = 3;
constexpr size_t kQuestions = kRoles * kKinds * kRelations * kParts * kActions * kConsents;

// In the oracle's order: the last axis turns fastest.
size_t IndexOf(const Question& q) {
  size_t index = static_cast<size_t>(q.role);
  index = index * kKinds + static_cast<size_t>(q.kind);
  index = index * kRelations + static_cast<size_t>(q.relation);
  index = index * kParts + static_cast<size_t>(q.part);
  index = index * kActions + static_cast<size_t>(q.action);
  return index * kConsents + static_cast<size_t>(q.consent);
}

Question QuestionAt(size_t index) {
  Question q;
  q.consent = static_cast<Consent>(index % kConsents);
  index /= kConsents;
  q.action = static_cast<Action>(index % kActions);
  index /= kActions;
  q.part = static_cast<Part>(index % kParts);
  index /= kParts;
  q.relation = static_cast<Relation>(index % kRelations);
  index /= kRelations;
  q.kind = static_cast<AgencyKind>(index % kKinds);
  q.role = static_cast<Role>(index / kKinds);
  return q;
}

std::string Described(const Question& q) {
  return absl::StrCat(Name(q.role), " @ ", Name(q.kind), ", ", Name(q.relation), ", ",
                      Name(q.action), " ", Name(q.part), ", consent ", Name(q.consent));
}

char Letter(const Decision& decision) { return "DSA"[static_cast<int>(decision.outcome)]; }

struct Oracle {
  std::vector<std::string> axes;
  std::string answers;
};

const Oracle& TheOracle() {
  static const auto* const oracle = [] {
    std::string text;
    std::unique_ptr<FILE, int (*)(FILE*)> run(popen("python3 tests/domain_policy/oracle.py", "r"),
                                              pclose);
    std::array<char, 65536> chunk;
    size_t size;
    while ((size = fread(chunk.data(), 1, chunk.size(), run.get())) > 0) {
      text.append(chunk.data(), size);
    }
    std::vector<std::string> lines = absl::StrSplit(text, '\n');
    auto* read = new Oracle;
    if (lines.size() == 7) {
      read->answers = lines.back();
      lines.pop_back();
      read->axes = std::move(lines);
    }
    return read;
  }();
  return *oracle;
}

template <class E>
std::string AxisOf(absl::Span<const E> values) {
  std::string axis;
  for (const E value : values) absl::StrAppend(&axis, axis.empty() ? "" : " ", Name(value));
  return axis;
}

TEST(PolicyOracle, SpeaksTheSameWords) {
  const Oracle& oracle = TheOracle();
  ASSERT_EQ(oracle.axes.size(), 6u);
  EXPECT_EQ(oracle.axes[0], absl::StrCat("none ", AxisOf(AllRoles())));
  EXPECT_EQ(oracle.axes[1], AxisOf(AllAgencyKinds()));
  EXPECT_EQ(oracle.axes[2], AxisOf(AllRelations()));
  EXPECT_EQ(oracle.axes[3], AxisOf(AllParts()));
  EXPECT_EQ(oracle.axes[4], AxisOf(AllActions()));
  EXPECT_EQ(oracle.axes[5], AxisOf(AllConsents()));
  ASSERT_EQ(oracle.answers.size(), kQuestions);
}

TEST(PolicyOracle, AgreesOnEveryQuestionThereIs) {
  const std::string& answers = TheOracle().answers;
  ASSERT_EQ(answers.size(), kQuestions);
  int disagreements = 0;
  for (size_t i = 0; i < kQuestions && disagreements < 20; ++i) {
    const Question q = QuestionAt(i);
    ASSERT_EQ(IndexOf(q), i);
    const char ours = Letter(Evaluate(q));
    disagreements += ours != answers[i];
    EXPECT_EQ(ours, answers[i]) << Described(q);
  }
}

// Every question that `row` speaks to; only their answers can change with the row.
void ForEachQuestionOf(const Row& row, const std::function<bool(const Question&)>& stop) {
  for (size_t i = 0; i < kQuestions; ++i) {
    const Question q = QuestionAt(i);
    if (row.SpeaksTo(q) && stop(q)) return;
  }
}

bool OracleSees(const std::vector<Row>& mutant, const Row& original) {
  bool seen = false;
  ForEachQuestionOf(original, [&](const Question& q) {
    seen = Letter(EvaluateWith(mutant, q)) != TheOracle().answers[IndexOf(q)];
    return seen;
  });
  return seen;
}

// `set` less each of its members in turn.
template <class E>
std::vector<EnumSet<E>> Weakened(const EnumSet<E>& set, size_t axis_size) {
  std::vector<EnumSet<E>> weakened;
  for (size_t left_out = 0; left_out < axis_size; ++left_out) {
    if (!set.Has(static_cast<E>(left_out))) continue;
    EnumSet<E> less;
    for (size_t i = 0; i < axis_size; ++i) {
      if (i != left_out && set.Has(static_cast<E>(i))) less.Add(static_cast<E>(i));
    }
    weakened.push_back(less);
  }
  return weakened;
}

std::vector<Row> Mutants(const Row& row) {
  std::vector<Row> mutants;
  const auto weaken = [&](auto Row::* field, size_t axis_size) {
    for (const auto& less : Weakened(row.*field, axis_size)) {
      Row mutant = row;
      mutant.*field = less;
      mutants.push_back(mutant);
    }
  };
  weaken(&Row::roles, kRoles);
  weaken(&Row::kinds, kKinds);
  weaken(&Row::relations, kRelations);
  weaken(&Row::parts, kParts);
  weaken(&Row::actions, kActions);
  weaken(&Row::consents, kConsents);
  return mutants;
}

TEST(PolicyOracle, SeesEveryMemberThatAnAllowRowLoses) {
  const std::vector<Row> table(Table().begin(), Table().end());
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i].effect != Effect::kAllow) continue;
    size_t number = 0;
    for (const Row& mutant : Mutants(table[i])) {
      std::vector<Row> mutated = table;
      mutated[i] = mutant;
      EXPECT_TRUE(OracleSees(mutated, table[i]))
          << "row " << i << " (" << table[i].why << "), mutant " << number;
      ++number;
    }
  }
}

TEST(PolicyOracle, SeesEveryStepUpRowThatGoesMissing) {
  const std::vector<Row> table(Table().begin(), Table().end());
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i].effect != Effect::kStepUp) continue;
    std::vector<Row> mutated = table;
    mutated.erase(mutated.begin() + static_cast<long>(i));
    EXPECT_TRUE(OracleSees(mutated, table[i])) << "row " << i << " (" << table[i].why << ")";
  }
}

TEST(PolicyOracle, SeesEveryFlippedCell) {
  const std::string& answers = TheOracle().answers;
  size_t allowed = 0;
  for (size_t i = 0; i < kQuestions; ++i) {
    const Question q = QuestionAt(i);
    if (answers[i] == 'D') continue;
    ++allowed;
    // The cell flipped to deny by one more row that speaks to it alone.
    const Row flip{Effect::kForbid, q.role, q.kind, q.relation, q.part, q.action, q.consent, ""};
    std::vector<Row> mutated(Table().begin(), Table().end());
    mutated.push_back(flip);
    ASSERT_NE(Letter(EvaluateWith(mutated, q)), answers[i]) << Described(q);
  }
  EXPECT_GT(allowed, 1000u);
}

// Cedar's theorem list, as properties of ours.
TEST(PolicyRails, HoldHoweverGenerousAFurtherRowIs) {
  EnumSet<Role> roles = Role::kNone;
  for (const Role role : AllRoles()) roles.Add(role);
  Row generous{Effect::kAllow, roles, {}, {}, {}, {}, {}, "everything"};
  for (const AgencyKind kind : AllAgencyKinds()) generous.kinds.Add(kind);
  for (const Relation relation : AllRelations()) generous.relations.Add(relation);
  for (const Part part : AllParts()) generous.parts.Add(part);
  for (const Action action : AllActions()) generous.actions.Add(action);
  for (const Consent consent : AllConsents()) generous.consents.Add(consent);
  std::vector<Row> table(Table().begin(), Table().end());
  table.push_back(generous);
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i].effect != Effect::kForbid) continue;
    // Each rail has something that it alone keeps out, and keeps out all it names.
    std::vector<Row> without = table;
    without.erase(without.begin() + static_cast<long>(i));
    bool needed = false;
    ForEachQuestionOf(table[i], [&](const Question& q) {
      EXPECT_EQ(EvaluateWith(table, q).outcome, Outcome::kDeny) << Described(q);
      needed |= EvaluateWith(without, q).outcome != Outcome::kDeny;
      return false;
    });
    EXPECT_TRUE(needed) << "row " << i << " (" << table[i].why << ") keeps nothing out";
  }
}

TEST(PolicyRails, DenyWhateverNoRowAllows) {
  for (size_t i = 0; i < kQuestions; i += 97) {
    EXPECT_EQ(EvaluateWith({}, QuestionAt(i)).outcome, Outcome::kDeny);
  }
}

TEST(PolicyRails, DoNotDependOnTheOrderOfRows) {
  std::vector<Row> shuffled(Table().begin(), Table().end());
  std::mt19937 random(3);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    shuffled.push_back(shuffled[static_cast<size_t>(round)]);  // Nor on a row told twice.
    for (size_t i = static_cast<size_t>(round); i < kQuestions; i += 7) {
      const Question q = QuestionAt(i);
      ASSERT_EQ(EvaluateWith(shuffled, q).outcome, Evaluate(q).outcome) << Described(q);
    }
  }
}

}  // namespace
}  // namespace rufaa::policy
