#include "domain/policy/print.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace rufaa::policy {
namespace {

std::vector<Role> EveryRole() {
  std::vector<Role> roles = {Role::kNone};
  for (const Role role : AllRoles()) roles.push_back(role);
  return roles;
}

template <class E>
std::string Listed(const EnumSet<E>& set, absl::Span<const E> all) {
  std::vector<absl::string_view> in, out;
  for (const E value : all) (set.Has(value) ? in : out).push_back(Name(value));
  if (out.empty()) return "all";
  if (out.size() <= 3 && in.size() > 3) return absl::StrCat("all but ", absl::StrJoin(out, ", "));
  return absl::StrJoin(in, ", ");
}

std::string NameOf(Effect effect) {
  switch (effect) {
    case Effect::kAllow:
      return "allow";
    case Effect::kStepUp:
      return "step-up";
    case Effect::kForbid:
      return "forbid";
  }
  return "?";
}

// The lines of the matrix: what a reader asks first, derived from the table.
struct Who {
  Role role;
  AgencyKind kind;
  Relation relation;
};

constexpr Who kMatrix[] = {
    {Role::kChv, AgencyKind::kCommunity, Relation::kIdentifier},
    {Role::kChildrensOfficer, AgencyKind::kChildrenOffice, Relation::kOwner},
    {Role::kChildrensOfficer, AgencyKind::kChildrenOffice, Relation::kSameAgency},
    {Role::kSupervisor, AgencyKind::kChildrenOffice, Relation::kSupervisor},
    {Role::kAgencyDesk, AgencyKind::kRescueCentre, Relation::kRecipientPending},
    {Role::kAgencyDesk, AgencyKind::kRescueCentre, Relation::kRecipientAccepted},
    {Role::kAgencyDesk, AgencyKind::kHealth, Relation::kRecipientAccepted},
    {Role::kAgencyDesk, AgencyKind::kPolice, Relation::kRecipientAccepted},
    {Role::kCourtDesk, AgencyKind::kJudiciary, Relation::kRecipientAccepted},
    {Role::kAgencyDesk, AgencyKind::kCso, Relation::kRecipientAccepted},
    {Role::kAgencyDesk, AgencyKind::kRescueCentre, Relation::kRecipientEnded},
    {Role::kCommittee, AgencyKind::kCommittee, Relation::kCommittee},
    {Role::kAuditor, AgencyKind::kOversight, Relation::kAuditor},
    {Role::kOperator, AgencyKind::kHub, Relation::kOperator},
};

std::string Cell(const Who& who, Part part) {
  std::string cell;
  const auto add = [&](Action action, absl::string_view letter) {
    const Outcome outcome =
        Evaluate({who.role, who.kind, who.relation, part, action, Consent::kGiven}).outcome;
    if (outcome != Outcome::kDeny) cell += std::string(letter);
    if (outcome == Outcome::kStepUp) cell += "*";
  };
  add(Action::kRead, "R");
  add(Action::kWrite, "W");
  add(Action::kCount, "#");
  return cell.empty() ? "–" : cell;
}

std::string Matrix() {
  std::string text = "| Role | Agency | Relation |";
  std::string rule = "|---|---|---|";
  for (const Part part : AllParts()) {
    absl::StrAppend(&text, " ", Name(part), " |");
    rule += "---|";
  }
  absl::StrAppend(&text, "\n", rule, "\n");
  for (const Who& who : kMatrix) {
    absl::StrAppend(&text, "| ", Name(who.role), " | ", Name(who.kind), " | ", Name(who.relation),
                    " |");
    for (const Part part : AllParts()) absl::StrAppend(&text, " ", Cell(who, part), " |");
    text += "\n";
  }
  return text;
}

}  // namespace

std::string LineOf(const Row& row) {
  const std::vector<Role> roles = EveryRole();
  return absl::StrCat(
      "| ", NameOf(row.effect), " | ", Listed(row.roles, absl::MakeConstSpan(roles)), " | ",
      Listed(row.kinds, AllAgencyKinds()), " | ", Listed(row.relations, AllRelations()), " | ",
      Listed(row.parts, AllParts()), " | ", Listed(row.actions, AllActions()), " | ",
      Listed(row.consents, AllConsents()), " | ", row.why, " |");
}

std::string PolicyAsMarkdown() {
  std::string text = absl::StrCat(
      "# Who may see and do what\n\n"
      "Made from `domain/policy/table.cc`, version ",
      Version(),
      "; a test holds it current.\n\n"
      "A question (role, agency, relation to the case, part of the record, action, consent) is "
      "denied if a *forbid* row speaks to it; denied if no *allow* row does; needs a second factor "
      "of the last five minutes if a *step-up* row speaks to it; else it is allowed. The order of "
      "rows means nothing.\n\n"
      "Where consent is not recorded it counts as withdrawn; `not_needed` is where a statute, a "
      "court order or the child's vital interest stands in its place. The relation "
      "`recipient_ended` lasts ",
      kEndedDays,
      " days. Rows of `break_glass` nothing asks by yet; they say who may, once something does. By "
      "identity for an `auditor` no name is opened: it looks a child up by a name that it has, and "
      "is told codes.\n\n"
      "## At a glance\n\n"
      "Consent given. R read, W write, # counts with small cells suppressed, * with step-up, – no."
      "\n\n",
      Matrix(),
      "\n## The table\n\n"
      "| Effect | Roles | Agencies | Relations | Parts | Actions | Consent | Why |\n"
      "|---|---|---|---|---|---|---|---|\n");
  for (const Row& row : Table()) absl::StrAppend(&text, LineOf(row), "\n");
  return text;
}

}  // namespace rufaa::policy
