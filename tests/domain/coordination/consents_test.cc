// What becomes of a referral when its consent runs out, or is withdrawn, and the case has another.
#include <gtest/gtest.h>

#include "domain/coordination/coordination.h"
#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Later;
using people::Noon;
using people::Officer;
using people::Shelter;
using referral::Stage;

casework::GiveConsent Another(std::string basis = "CONSENT") {
  casework::GiveConsent another = ConsentFor("a-shelter");
  another.consent = "consent-2";
  if (basis != "CONSENT") another.given_by = "CHILDRENS_OFFICER";
  another.basis = std::move(basis);
  return another;
}

referral::Accept AcceptBy(Acting by) {
  return {.by = std::move(by), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false};
}

// R-1 is sent under the guardian's consent, which holds for one more hour.
Casebook CaseOfAnHour() {
  Casebook book = ReferredCase();
  book.kase.consents["consent-1"].until = Noon() + absl::Hours(1);
  return book;
}

std::string Withdraw(Casebook& book, const std::string& consent, Acting by = Officer()) {
  return book.Commit(WithdrawConsent(book.kase, {book.referrals["R-1"]},
                                     casework::WithdrawConsent{std::move(by), consent, {}},
                                     book.rules));
}

TEST(ConsentThatRanOut, IsFollowedByAnotherThatCoversTheSame) {
  Casebook book = CaseOfAnHour();
  const Acting late = Later(Shelter(), absl::Hours(2));
  EXPECT_EQ(book.Move("R-1", AcceptBy(late)), "NO_CONSENT");
  EXPECT_EQ(book.Do(Another()), "OK");
  EXPECT_EQ(book.Move("R-1", AcceptBy(late)), "OK");
}

TEST(ConsentThatRanOut, IsNotFollowedByOneForAnotherPurposeRecipientOrLess) {
  casework::GiveConsent purpose = Another(), recipient = Another(), less = Another();
  purpose.purpose = "CASE_MGMT";
  recipient.recipient_agency = "a-school";
  less.scope = {Compartment::kNarrative};
  for (const casework::GiveConsent& other : {purpose, recipient, less}) {
    Casebook book = CaseOfAnHour();
    EXPECT_EQ(book.Do(other), "OK");
    EXPECT_EQ(book.Move("R-1", AcceptBy(Later(Shelter(), absl::Hours(2)))), "NO_CONSENT");
  }
}

TEST(ConsentWithdrawn, IsNotMadeGoodByAnotherWord) {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Do(Another()), "OK");
  EXPECT_EQ(Withdraw(book, "consent-1"), "OK");
  EXPECT_EQ(book.referrals["R-1"].stage, Stage::kCancelled);
}

TEST(ConsentWithdrawn, GivesWayToTheLawThatTheCaseRecords) {
  for (const char* basis : {"ORDER", "STATUTE", "VITAL_INTEREST"}) {
    Casebook book = ReferredCase();
    EXPECT_EQ(book.Do(Another(basis)), "OK");
    EXPECT_EQ(Withdraw(book, "consent-1"), "OK");
    EXPECT_EQ(book.referrals["R-1"].stage, Stage::kSent) << basis;
    EXPECT_EQ(book.Move("R-1", AcceptBy(Shelter())), "OK") << basis;
  }
}

TEST(ConsentWithdrawn, CallsOffWhatHadComeToRestOnItWhenItsOwnRanOut) {
  Casebook book = CaseOfAnHour();
  EXPECT_EQ(book.Do(Another()), "OK");
  const Acting late = Later(Officer(), absl::Hours(2));
  EXPECT_EQ(book.Move("R-1", AcceptBy(Later(Shelter(), absl::Hours(2)))), "OK");
  EXPECT_EQ(Withdraw(book, "consent-2", late), "OK");
  EXPECT_EQ(book.referrals["R-1"].stage, Stage::kCancelRequested);
}

TEST(ConsentWithdrawn, LeavesWhatRestsOnAnother) {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Do(Another()), "OK");
  EXPECT_EQ(Withdraw(book, "consent-2"), "OK");
  EXPECT_EQ(book.referrals["R-1"].stage, Stage::kSent);
}

}  // namespace
}  // namespace rufaa::coordination
