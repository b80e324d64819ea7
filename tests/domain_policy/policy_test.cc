#include "domain/policy/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "domain/codelists/codelists.h"
#include "domain/policy/print.h"

namespace rufaa::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Part> VisibleParts(Role role, AgencyKind kind, Relation relation, bool stepped_up) {
  std::vector<Part> visible;
  for (const Part part : AllParts()) {
    if (Evaluate({role, kind, relation, part, Action::kRead, Consent::kGiven})
            .allowed(stepped_up)) {
      visible.push_back(part);
    }
  }
  return visible;
}

// What it asked, and was answered, was written for it to read.
TEST(Policy, ShowsAPendingRecipientEnoughToDecideAndNotEnoughToFindTheChild) {
  EXPECT_THAT(
      VisibleParts(Role::kAgencyDesk, AgencyKind::kRescueCentre, Relation::kRecipientPending, true),
      ElementsAre(Part::kHeader, Part::kNeed, Part::kReply));
}

TEST(Policy, OpensIdentityOnAcceptanceAndClosesItWithTheEnd) {
  const auto visible = [](Relation relation) {
    return VisibleParts(Role::kAgencyDesk, AgencyKind::kCso, relation, false);
  };
  EXPECT_THAT(
      visible(Relation::kRecipientAccepted),
      ElementsAre(Part::kHeader, Part::kNeed, Part::kIdentity, Part::kNarrative, Part::kReply));
  EXPECT_THAT(visible(Relation::kRecipientEnded), ElementsAre(Part::kHeader));
  EXPECT_THAT(visible(Relation::kNone), ElementsAre(Part::kDirectory, Part::kProgramme));
}

TEST(Policy, ShowsTheLocationOnlyToOneWhoSteppedUp) {
  const Question where{Role::kChildrensOfficer, AgencyKind::kChildrenOffice,
                       Relation::kOwner,        Part::kLocation,
                       Action::kRead,           Consent::kWithdrawn};
  EXPECT_EQ(Evaluate(where).outcome, Outcome::kStepUp);
  EXPECT_FALSE(Evaluate(where).allowed(/*stepped_up=*/false));
  EXPECT_TRUE(Evaluate(where).allowed(/*stepped_up=*/true));
}

TEST(Policy, GivesTheMostThatOneOfSeveralRelationsGives) {
  const Question q{.role = Role::kAgencyDesk,
                   .kind = AgencyKind::kHealth,
                   .part = Part::kIdentity,
                   .action = Action::kRead};
  const Tie found{Relation::kIdentifier};
  const Tie accepted{Relation::kRecipientAccepted, Consent::kGiven};
  const Tie pending{Relation::kRecipientPending, Consent::kGiven};
  const Tie revoked{Relation::kRecipientAccepted, Consent::kWithdrawn};
  EXPECT_EQ(EvaluateAny(q, {found, accepted}).outcome, Outcome::kAllow);
  EXPECT_EQ(EvaluateAny(q, {found, pending}).outcome, Outcome::kDeny);
  EXPECT_EQ(EvaluateAny(q, {}).outcome, Outcome::kDeny);
  // Each consent stands behind its own referral, and in whichever order they come.
  EXPECT_EQ(EvaluateAny(q, {revoked, pending}).outcome, Outcome::kDeny);
  EXPECT_EQ(EvaluateAny(q, {pending, revoked}).outcome, Outcome::kDeny);
  EXPECT_EQ(EvaluateAny(q, {revoked, accepted}).outcome, Outcome::kAllow);
  EXPECT_EQ(EvaluateAny(q, {accepted, revoked}).outcome, Outcome::kAllow);
}

TEST(Policy, AReferralOpensOfTheChildWhatItsScopeHas) {
  Question q{.role = Role::kAgencyDesk, .kind = AgencyKind::kRescueCentre};
  const Tie little{Relation::kRecipientAccepted, Consent::kGiven, {{Compartment::kIdentity}}};
  const Tie withdrawn{Relation::kRecipientAccepted,
                      Consent::kWithdrawn,
                      {{Compartment::kIdentity, Compartment::kNarrative}}};
  const auto asked = [&](Part part) {
    q.part = part;
    return EvaluateAny(q, {withdrawn, little}).outcome;
  };
  EXPECT_EQ(asked(Part::kIdentity), Outcome::kAllow);
  EXPECT_EQ(asked(Part::kNarrative), Outcome::kDeny);
  EXPECT_EQ(asked(Part::kReply), Outcome::kAllow);
  EXPECT_EQ(asked(Part::kHeader), Outcome::kAllow);
}

TEST(Policy, LetsAViewHoldWhatSomebodyOfThatAgencyMayEverRead) {
  const auto may = [](AgencyKind kind, Relation relation, Part part) {
    return AgencyMayHold(kind, relation, part, Consent::kGiven);
  };
  EXPECT_TRUE(may(AgencyKind::kChildrenOffice, Relation::kOwner, Part::kLocation));
  EXPECT_TRUE(may(AgencyKind::kRescueCentre, Relation::kRecipientPending, Part::kNeed));
  EXPECT_FALSE(may(AgencyKind::kRescueCentre, Relation::kRecipientPending, Part::kIdentity));
  EXPECT_TRUE(may(AgencyKind::kRescueCentre, Relation::kRecipientAccepted, Part::kLocation));
  EXPECT_FALSE(may(AgencyKind::kHealth, Relation::kRecipientAccepted, Part::kLocation));
  EXPECT_FALSE(may(AgencyKind::kCommittee, Relation::kCommittee, Part::kHeader));
  EXPECT_FALSE(may(AgencyKind::kNone, Relation::kOwner, Part::kHeader));
  EXPECT_FALSE(AgencyMayHold(AgencyKind::kCso, Relation::kRecipientAccepted, Part::kIdentity,
                             Consent::kWithdrawn));
}

TEST(Policy, KnowsTheAgencyKindsOfTheCodeList) {
  const auto codes = CodeLists::Builtin().Codes(list::kAgencyKind);
  EXPECT_EQ(codes.size() + 1, AllAgencyKinds().size());
  for (const Code& code : codes) {
    EXPECT_NE(AgencyKindNamed(code.code), AgencyKind::kNone) << code.code;
  }
  EXPECT_EQ(AgencyKindNamed("CIRCUS"), AgencyKind::kNone);
}

TEST(Policy, TellsWhichRowDecided) {
  EXPECT_FALSE(Evaluate({}).why.empty());
  const Decision rail = Evaluate({Role::kOperator, AgencyKind::kHub, Relation::kOperator,
                                  Part::kIdentity, Action::kRead, Consent::kGiven});
  EXPECT_EQ(rail.outcome, Outcome::kDeny);
  EXPECT_TRUE(absl::StrContains(rail.why, "no child at all"));
}

TEST(Policy, HasCanonicalTextThatNamesItsVersionAndEveryRow) {
  const std::string text = CanonicalText();
  EXPECT_TRUE(absl::StartsWith(text, Version()));
  for (const Row& row : Table()) EXPECT_TRUE(absl::StrContains(text, LineOf(row)));
}

// RUFAA_UPDATE_DOCS=1 writes the page instead of comparing it.
TEST(Policy, IsWhatTheDocumentSays) {
  const char* const path = "docs/policy.md";
  if (std::getenv("RUFAA_UPDATE_DOCS") != nullptr) std::ofstream(path) << PolicyAsMarkdown();
  std::stringstream page;
  page << std::ifstream(path).rdbuf();
  EXPECT_EQ(page.str(), PolicyAsMarkdown()) << "run this test with RUFAA_UPDATE_DOCS=1";
}

}  // namespace
}  // namespace rufaa::policy
