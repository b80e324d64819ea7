#include "domain/policy/policy.h"

#include <algorithm>

#include "domain/base/check.h"
#include "domain/policy/print.h"
#include "domain/policy/table.h"

namespace rufaa::policy {
namespace {

constexpr absl::string_view kNoRow = "no row allows it";
constexpr absl::string_view kNotInScope = "the referral does not open it";

// Asked for every event and agency by the views, so worked out once.
struct Holding {
  static constexpr size_t kKinds = 17, kRelations = 11, kParts = 11, kConsents = 3;
  bool may[kKinds][kRelations][kParts][kConsents] = {};

  Holding() {
    RUFAA_CHECK(AllAgencyKinds().size() == kKinds && AllRelations().size() == kRelations);
    RUFAA_CHECK(AllParts().size() == kParts && AllConsents().size() == kConsents);
    for (const AgencyKind kind : AllAgencyKinds()) {
      for (const Relation relation : AllRelations()) {
        for (const Part part : AllParts()) {
          for (const Consent consent : AllConsents()) {
            At(kind, relation, part, consent) = Readable(kind, relation, part, consent);
          }
        }
      }
    }
  }

  bool& At(AgencyKind kind, Relation relation, Part part, Consent consent) {
    return may[static_cast<int>(kind)][static_cast<int>(relation)][static_cast<int>(part)]
              [static_cast<int>(consent)];
  }

  static bool Readable(AgencyKind kind, Relation relation, Part part, Consent consent) {
    const auto roles = AllRoles();
    return std::any_of(roles.begin(), roles.end(), [&](Role role) {
      return Evaluate({role, kind, relation, part, Action::kRead, consent}).outcome !=
             Outcome::kDeny;
    });
  }
};

// A question and its answer are no compartment of the child's: they belong to the referral itself.
bool InScope(const Tie& tie, Part part) {
  if (!tie.scope) return true;
  for (const Compartment compartment :
       {Compartment::kIdentity, Compartment::kNarrative, Compartment::kLocation,
        Compartment::kMedical, Compartment::kJustice}) {
    if (PartOf(compartment) != part) continue;
    return std::find(tie.scope->begin(), tie.scope->end(), compartment) != tie.scope->end();
  }
  return true;
}

}  // namespace

Decision EvaluateWith(absl::Span<const Row> rows, const Question& question) {
  const Row* allowing = nullptr;
  const Row* hardening = nullptr;
  for (const Row& row : rows) {
    if (!row.SpeaksTo(question)) continue;
    if (row.effect == Effect::kForbid) return {.outcome = Outcome::kDeny, .why = row.why};
    const Row*& first = row.effect == Effect::kAllow ? allowing : hardening;
    if (first == nullptr) first = &row;
  }
  if (allowing == nullptr) return {.outcome = Outcome::kDeny, .why = kNoRow};
  if (hardening != nullptr) return {.outcome = Outcome::kStepUp, .why = hardening->why};
  return {.outcome = Outcome::kAllow, .why = allowing->why};
}

Decision Evaluate(const Question& question) { return EvaluateWith(Table(), question); }

Decision EvaluateAny(Question question, absl::Span<const Tie> ties) {
  Decision best{.outcome = Outcome::kDeny, .why = kNoRow};
  for (const Tie& tie : ties) {
    question.relation = tie.relation;
    question.consent = tie.consent;
    const Decision decision = InScope(tie, question.part)
                                  ? Evaluate(question)
                                  : Decision{.outcome = Outcome::kDeny, .why = kNotInScope};
    if (decision.outcome > best.outcome || best.why == kNoRow) best = decision;
  }
  return best;
}

Relation GeneralRelation(Role role) {
  switch (role) {
    case Role::kCommittee:
      return Relation::kCommittee;
    case Role::kAuditor:
    case Role::kDpo:
      return Relation::kAuditor;
    case Role::kOperator:
      return Relation::kOperator;
    default:
      return Relation::kNone;
  }
}

bool AgencyMayHold(AgencyKind kind, Relation relation, Part part, Consent consent) {
  static Holding* const holding = new Holding();
  return holding->At(kind, relation, part, consent);
}

std::string CanonicalText() {
  std::string text(Version());
  for (const Row& row : Table()) text += "\n" + LineOf(row);
  return text + "\n";
}

}  // namespace rufaa::policy
