// What becomes of a referral when its consent runs out, or is withdrawn, and the case has another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "domain/base/local_day.h"
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
  another.has_note = basis != "CONSENT";
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
  const auto refused =
      Decide({book.kase, book.referrals["R-1"], book.beds[""]}, AcceptBy(late), book.rules);
  EXPECT_THAT(RefusalOf(refused.status())->details,
              testing::IsSupersetOf(
                  RefusalDetails{{"recipient", "a-shelter"}, {"purpose", "REFERRAL_SERVICE"}}));
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

// What a refused sending tells, by its keys.
std::map<std::string, std::string> ToldOfNoConsent(Casebook& book, const referral::Send& send,
                                                   const directory::Agency& to) {
  const auto refused =
      Decide({book.kase, referral::State(), book.beds[""]}, SendReferral{send, {}}, to, book.rules)
          .status();
  const auto refusal = RefusalOf(refused);
  if (!refusal || refusal->reason != Reason::NO_CONSENT) return {};
  return {refusal->details.begin(), refusal->details.end()};
}

TEST(ConsentThatDoesNotCover, IsToldByWhatItLacksAndWhatWouldCover) {
  Casebook book = RegisteredCase();
  referral::Send send = SendTo(ShelterAgency(), "R-1");
  send.scope = {Compartment::kIdentity, Compartment::kMedical};
  std::map<std::string, std::string> told = {{"recipient", "a-shelter"},
                                             {"recipient_kind", ShelterAgency().kind},
                                             {"purpose", "REFERRAL_SERVICE"},
                                             {"scope", "identity medical"}};
  EXPECT_EQ(ToldOfNoConsent(book, send, ShelterAgency()), told);
  send.consent = "consent-1";
  told["consent"] = "consent-1";
  told["lacks"] = "scope";
  EXPECT_EQ(ToldOfNoConsent(book, send, ShelterAgency()), told);
  book.kase.consents["consent-1"].purpose = "CASE_MGMT";
  book.kase.consents["consent-1"].withdrawn = true;
  EXPECT_EQ(ToldOfNoConsent(book, send, ShelterAgency())["lacks"], "purpose scope in_force");
  const directory::Agency school = AgencyOf(people::School());
  send.to_agency = school.id;
  EXPECT_EQ(ToldOfNoConsent(book, send, school)["lacks"], "recipient purpose scope in_force");
}

// Its authority is told: by a note, or by the one order of the case that runs.
TEST(ConsentByLaw, SaysOnWhoseAuthority) {
  for (const char* basis : {"STATUTE", "VITAL_INTEREST", "ORDER"}) {
    casework::GiveConsent bare = Another(basis);
    bare.has_note = false;
    EXPECT_EQ(RegisteredCase().Do(bare), "MALFORMED") << basis;
    EXPECT_EQ(RegisteredCase().Do(Another(basis)), "OK") << basis;
  }
}

TEST(ConsentByLaw, IsOfTheOneOrderThatRuns) {
  Casebook book = RegisteredCase();
  casework::GiveConsent order = Another("ORDER"), vital = Another("VITAL_INTEREST");
  order.has_note = vital.has_note = false;
  casework::MakeOrder make{.by = Officer(),
                           .order = "o1",
                           .kind = "OREM",
                           .made_on = LocalDay(Noon()),
                           .expires_on = {},
                           .place_agency = {},
                           .place_agency_kind = {},
                           .matter = "m1"};
  EXPECT_EQ(book.Do(make), "OK");
  EXPECT_EQ(book.Do(vital), "MALFORMED") << "a court did not say that a life is at stake";
  Casebook two = book, none = book;
  EXPECT_EQ(book.Do(order), "OK");
  make.order = "o2";
  EXPECT_EQ(two.Do(make), "OK");
  EXPECT_EQ(two.Do(order), "MALFORMED") << "which of them?";
  none.kase.orders["o1"].ended = true;
  EXPECT_EQ(none.Do(order), "MALFORMED");
}

}  // namespace
}  // namespace rufaa::coordination
