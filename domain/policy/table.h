// The policy as rows. A question is
//   denied        if a forbid row speaks to it, else
//   denied        if no allow row speaks to it, else
//   for step-up   if a step-up row speaks to it, else
//   allowed.
// So the order of rows means nothing, and a further row of any kind can only do what its kind says.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "domain/base/transitions.h"
#include "domain/policy/policy.h"

namespace rufaa::policy {

enum class Effect { kAllow, kStepUp, kForbid };

// Speaks to a question that is in every set.
struct Row {
  Effect effect = Effect::kAllow;
  EnumSet<Role> roles;
  EnumSet<AgencyKind> kinds;
  EnumSet<Relation> relations;
  EnumSet<Part> parts;
  EnumSet<Action> actions;
  EnumSet<Consent> consents;
  absl::string_view why;

  bool SpeaksTo(const Question& question) const {
    return roles.Has(question.role) && kinds.Has(question.kind) &&
           relations.Has(question.relation) && parts.Has(question.part) &&
           actions.Has(question.action) && consents.Has(question.consent);
  }
};

absl::Span<const Row> Table();

Decision EvaluateWith(absl::Span<const Row> rows, const Question& question);

}  // namespace rufaa::policy
