// Who enrols whom, and who lets go of whom.
#include "domain/access/person.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/scenario.h"

namespace rufaa::access {
namespace {

using people::Admin;
using people::Officer;
using testing::ElementsAre;
using testing::Pair;

Enrol EnrolAt(std::string agency) {
  return {.by = Admin(),
          .person = "p-amina",
          .agency = std::move(agency),
          .desk = {},
          .role = "childrens_officer"};
}

Person Enrolled(std::string person = "p-amina") {
  return {.id = std::move(person),
          .agency = "a-kisauni",
          .desk = {},
          .role = "childrens_officer",
          .left = false};
}

Person Gone() {
  Person person = Enrolled();
  person.left = true;
  return person;
}

TEST(Person, IsEnrolledAtOneAgencyAtATime) {
  EXPECT_EQ(ReasonOf(Decide(Person(), EnrolAt("a-kisauni"))), "OK");
  EXPECT_EQ(ReasonOf(Decide(Enrolled(), EnrolAt("a-kisauni"))), "ALREADY_DONE");
  const PersonDecision elsewhere = Decide(Enrolled(), EnrolAt("a-likoni"));
  EXPECT_EQ(ReasonOf(elsewhere), "NOT_ALLOWED_IN_STATE");
  EXPECT_THAT(RefusalOf(elsewhere.status())->details, ElementsAre(Pair("agency", "a-kisauni")));
  EXPECT_EQ(ReasonOf(Decide(Gone(), EnrolAt("a-likoni"))), "OK");
}

TEST(Person, IsRetiredByAnAdministratorAndNeverByThemselves) {
  EXPECT_EQ(ReasonOf(Decide(Enrolled(), Leave{Admin(), "MOVED_OFFICE"}, Rules())), "OK");
  EXPECT_EQ(ReasonOf(Decide(Enrolled(), Leave{Officer(), "MOVED_OFFICE"}, Rules())),
            "NOT_PERMITTED");
  EXPECT_EQ(ReasonOf(Decide(Enrolled(Admin().person), Leave{Admin(), "MOVED_OFFICE"}, Rules())),
            "SELF_APPROVAL");
  EXPECT_EQ(ReasonOf(Decide(Gone(), Leave{Admin(), "MOVED_OFFICE"}, Rules())),
            "NOT_ALLOWED_IN_STATE");
}

TEST(Person, LeavesForAReasonOutOfTheList) {
  EXPECT_EQ(ReasonOf(Decide(Enrolled(), Leave{Admin(), "moved"}, Rules())), "UNKNOWN_CODE");
  EXPECT_EQ(ReasonOf(Decide(Enrolled(), Leave{Admin(), {}}, Rules())), "OK");
  // What was recorded before there was a list is read all the same.
  EXPECT_TRUE(Evolve(Enrolled(), PersonLeft{.reason = "moved"}).left);
}

TEST(Person, GivesThemselvesNoRole) {
  EXPECT_EQ(ReasonOf(Decide(Enrolled(Admin().person), ChangeRole{Admin(), "dpo", {}})),
            "SELF_APPROVAL");
  EXPECT_EQ(ReasonOf(Decide(Enrolled(), ChangeRole{Admin(), "supervisor", {}})), "OK");
}

}  // namespace
}  // namespace rufaa::access
