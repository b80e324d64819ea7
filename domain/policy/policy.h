// Who may see and do what: one table (policy/table.cc), default deny, forbid wins. It decides reads
// and writes in the services, and what a projection may write under an agency's prefix at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "domain/base/caller.h"
#include "domain/base/sealed.h"
#include "domain/policy/vocabulary.h"

namespace rufaa::policy {

struct Question {
  Role role = Role::kNone;
  AgencyKind kind = AgencyKind::kNone;
  Relation relation = Relation::kNone;
  Part part = Part::kHeader;
  Action action = Action::kRead;
  Consent consent = Consent::kWithdrawn;
};

struct Decision {
  Outcome outcome = Outcome::kDeny;
  absl::string_view why;  // The row that decided, for the access book; "no row allows it".

  bool allowed(bool stepped_up) const {
    return outcome == Outcome::kAllow || (outcome == Outcome::kStepUp && stepped_up);
  }
};

Decision Evaluate(const Question& question);

// One thing that a caller is to a case, and what consent stands behind that one: of two referrals
// to an agency, one may have lost it, and each opens what it was sent with, no more.
struct Tie {
  Relation relation = Relation::kNone;
  Consent consent = Consent::kNotNeeded;
  // Of a referral: the compartments of the child's that it may open. nullopt: no referral.
  std::optional<std::vector<Compartment>> scope = std::nullopt;

  bool operator==(const Tie&) const = default;
};

// For a caller who is several things to a case (it reported the child, and a referral came to it):
// the most that one of `ties` gives. The question's own relation and consent are not looked at.
Decision EvaluateAny(Question question, absl::Span<const Tie> ties);

// What the caller is to no case in particular: for the directory, counts and the trail.
Relation GeneralRelation(Role role);

// Whether a view's row under an agency of `kind` that stands in `relation` to the case may hold
// `part` at all: whether anyone of such an agency may ever read it. What was never written there
// can't leak.
bool AgencyMayHold(AgencyKind kind, Relation relation, Part part, Consent consent);

// Which table is in force, for county.policy-adopted: a version for people, and all of the table's
// bytes for a digest (SHA-256).
absl::string_view Version();
std::string CanonicalText();

}  // namespace rufaa::policy
