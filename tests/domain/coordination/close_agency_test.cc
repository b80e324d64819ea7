// An agency closes: what hung on it ends in the same commit, and no child is lost sight of.
#include "domain/coordination/close_agency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Admin;
using people::Later;
using people::Officer;
using people::Shelter;
using referral::Stage;

// All that is open in the book, as hanging on the agency.
CloseAgency Closing(const Casebook& book, uint64_t open_cases = 0) {
  CloseAgency command{.close = {.by = Admin(), .reason = "CLOSED_DOWN"}, .duties = {}};
  command.duties.open_cases = open_cases;
  for (const auto& [code, state] : book.referrals) command.duties.referrals.push_back(state);
  command.duties.cases.push_back(book.kase);
  return command;
}

std::string Close(Casebook& book) {
  return book.Commit(Decide(ShelterAgency(), Closing(book), book.rules));
}

referral::Accept Acceptance() {
  return {.by = Shelter(), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false};
}

// ReferredCase, gone on by each of these.
Casebook After(const std::vector<referral::Command>& commands) {
  Casebook book = ReferredCase();
  for (const referral::Command& command : commands) EXPECT_EQ(book.Move("R-1", command), "OK");
  return book;
}

TEST(CloseAgency, WhatItHadNotTakenOnIsDeclinedForItAndTheNeedStaysInSight) {
  const referral::Waitlist waits{Shelter(), {}};
  const std::vector<std::vector<referral::Command>> not_taken_on = {
      {},
      {referral::Open{Shelter()}},
      {referral::AskInfo{Shelter(), Secret()}},
      {waits},
      {Acceptance(), waits}};
  for (const auto& commands : not_taken_on) {
    Casebook book = After(commands);
    SCOPED_TRACE(referral::Name(book.referrals["R-1"].stage));
    ASSERT_EQ(Close(book), "OK");
    EXPECT_EQ(book.Count<directory::AgencyClosed>(), 1u);
    EXPECT_EQ(book.Count<directory::OfferWithdrawn>(), 1u);
    EXPECT_EQ(book.referrals["R-1"].stage, Stage::kDeclined);
    EXPECT_TRUE(book.referrals["R-1"].escalated) << "the child has no place tonight";
    EXPECT_TRUE(book.kase.open_referrals.empty());
    EXPECT_EQ(book.kase.needs["n1"].status, casework::Need::Status::kOpen);
    EXPECT_EQ(book.beds["o-beds"].Free(), 2u);
  }
}

TEST(CloseAgency, WhatItHadTakenOnIsAskedBackAndItsSenderMayEndItAtOnce) {
  const referral::RecordService served{Shelter(), {}, {}};
  const referral::Schedule scheduled{Shelter(), people::Noon() + absl::Hours(5), {}};
  const std::vector<std::vector<referral::Command>> taken_on = {
      {Acceptance()},
      {Acceptance(), scheduled},
      {Acceptance(), scheduled, referral::CancelAppointment{Shelter(), "CHILD_MOVED"}},
      {Acceptance(), served}};
  for (const auto& commands : taken_on) {
    Casebook book = After(commands);
    SCOPED_TRACE(referral::Name(book.referrals["R-1"].stage));
    ASSERT_EQ(Close(book), "OK");
    EXPECT_EQ(book.referrals["R-1"].stage, Stage::kCancelRequested);
    EXPECT_EQ(book.referrals["R-1"].cancel_reason, "RECIPIENT_GONE");
    // Nobody says yet that the child is not there.
    EXPECT_EQ(book.beds["o-beds"].Free(), 1u);
    EXPECT_TRUE(book.kase.open_referrals.contains("R-1"));
    EXPECT_EQ(book.Move("R-1", referral::Expire{people::Ticker()}), "NOT_ALLOWED_IN_STATE");
    EXPECT_EQ(book.Move("R-1", referral::ConfirmCancel{Officer()}), "OK");
    EXPECT_EQ(book.beds["o-beds"].Free(), 2u);
    EXPECT_TRUE(book.kase.open_referrals.empty());
  }
}

TEST(CloseAgency, WhatIsAskedBackAlreadyOrOverGoesOnAsItIs) {
  Casebook asked = After({referral::Open{Shelter()}, referral::Cancel{Officer(), "CHILD_MOVED"}});
  const referral::State before = asked.referrals["R-1"];
  EXPECT_EQ(Close(asked), "OK");
  EXPECT_EQ(asked.referrals["R-1"], before);
  Casebook over = After({referral::Decline{Shelter(), "NO_CAPACITY", {}}});
  EXPECT_EQ(Close(over), "OK") << "the view that named it may be a moment late";
  EXPECT_EQ(over.referrals["R-1"].stage, Stage::kDeclined);
}

TEST(CloseAgency, TwoReferralsOfOneCaseEndTogether) {
  Casebook book = ReferredCase();
  referral::Send other = SendTo(ShelterAgency(), "R-2", "RMSH");
  other.need = "n2";
  directory::Agency shelter = ShelterAgency();
  shelter.offers["o-beds"].services = {"RMTS", "RMSH"};
  ASSERT_EQ(book.Send(other, shelter, "RMSH"), "OK");
  ASSERT_EQ(book.kase.open_referrals.size(), 2u);
  ASSERT_EQ(Close(book), "OK");
  EXPECT_TRUE(book.kase.open_referrals.empty());
}

TEST(CloseAgency, ACaseThatItWasToTakeOverStaysWhereItIs) {
  Casebook book = RegisteredCase();
  ASSERT_EQ(book.Do(casework::RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  directory::Agency office = AgencyOf(people::OtherOffice());
  ASSERT_EQ(book.Commit(Decide(office, Closing(book), book.rules)), "OK");
  EXPECT_EQ(book.Count<casework::TransferDeclined>(), 1u);
  EXPECT_EQ(book.kase.stage, casework::Stage::kRegistered);
  EXPECT_EQ(book.kase.owner_agency, "a-kisauni");
}

TEST(CloseAgency, OneThatHasOpenCasesOrTooMuchElseIsToldHowMuch) {
  const Casebook book = RegisteredCase();
  const directory::Agency office = AgencyOf(Officer());
  const auto refused = Decide(office, Closing(book, 3), book.rules).status();
  ASSERT_EQ(ReasonOf(refused), "AGENCY_IN_USE");
  EXPECT_EQ(RefusalOf(refused)->details, (RefusalDetails{{"cases", "3"}}));

  CloseAgency much = Closing(ReferredCase());
  much.duties.referrals.resize(kMostReferralsEnded, much.duties.referrals.front());
  EXPECT_EQ(ReasonOf(Decide(ShelterAgency(), much, book.rules)), "OK");
  much.duties.referrals.push_back(much.duties.referrals.front());
  EXPECT_EQ(ReasonOf(Decide(ShelterAgency(), much, book.rules)), "AGENCY_IN_USE");
}

TEST(CloseAgency, WhatWasGivenToItAsItClosedEndsTooUnlessItWorksAgain) {
  Casebook book = ReferredCase();
  // An office that closed keeps what became its own in that moment.
  const CloseAgency late = Closing(book, 1);
  EXPECT_EQ(*EndWhatCameAsItClosed(ShelterAgency(), late, book.rules), std::vector<Change>());
  directory::Agency closed = ShelterAgency();
  closed.closed_at = people::Noon();
  ASSERT_EQ(book.Commit(EndWhatCameAsItClosed(closed, late, book.rules)), "OK");
  EXPECT_EQ(book.Count<directory::AgencyClosed>(), 0u);
  EXPECT_EQ(book.referrals["R-1"].stage, Stage::kDeclined);
  EXPECT_EQ(*EndWhatCameAsItClosed(closed, Closing(book), book.rules), std::vector<Change>());
}

TEST(CloseAgency, NothingIsReferredToAClosedOneNorPassedOnToIt) {
  directory::Agency closed = ShelterAgency();
  closed.closed_at = people::Noon();
  EXPECT_EQ(RegisteredCase().Send(SendTo(closed, "R-1"), closed), "AGENCY_CLOSED");

  Casebook book = ReferredCase();
  directory::Agency other = closed;
  other.id = "a-second-shelter";
  const RedirectReferral redirect{.by = Shelter(),
                                  .new_referral = "R-2",
                                  .to_desk = {},
                                  .offer = {},
                                  .reason = "NO_CAPACITY",
                                  .note = {}};
  EXPECT_EQ(ReasonOf(Decide({book.kase, book.referrals["R-1"], book.beds["o-beds"]}, redirect,
                            other, book.rules)),
            "AGENCY_CLOSED");
}

}  // namespace
}  // namespace rufaa::coordination
