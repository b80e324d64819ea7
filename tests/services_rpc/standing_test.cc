// What an agency that was referred a child is to it, as time goes by and consents come and go.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/rpc/command_policy.h"
#include "tests/support/casebook.h"

namespace rufaa::rpc {
namespace {

using people::Later;
using people::Noon;
using people::Officer;
using people::Shelter;
using policy::Consent;

casework::GiveConsent Another(std::string consent, std::string basis) {
  casework::GiveConsent another = ConsentFor("a-shelter");
  another.consent = std::move(consent);
  if (basis != "CONSENT") another.given_by = "CHILDRENS_OFFICER";
  another.has_note = basis != "CONSENT";
  another.basis = std::move(basis);
  return another;
}

// Accepted under a consent that holds for one more hour.
class StandingTest : public testing::Test {
 protected:
  void SetUp() override {
    EXPECT_EQ(
        book_.Move(
            "R-1",
            referral::Accept{
                .by = Shelter(), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false}),
        "OK");
    book_.kase.consents["consent-1"].until = Noon() + absl::Hours(1);
  }

  // By the case's own note of the referral, and by the referral: they must agree.
  void ExpectAfter(absl::Duration later, Consent consent) {
    const Acting by = Later(Shelter(), later);
    const policy::Tie tie{policy::Relation::kRecipientAccepted, consent,
                          book_.referrals["R-1"].scope};
    EXPECT_THAT(StandingIn(book_.kase, by), testing::ElementsAre(tie));
    EXPECT_THAT(StandingIn(book_.referrals["R-1"], book_.kase, by), testing::ElementsAre(tie));
  }

  Casebook book_ = ReferredCase();
};

TEST_F(StandingTest, AConsentThatRanOutIsFollowedByAnotherThatCoversTheSame) {
  ExpectAfter(absl::Minutes(59), Consent::kGiven);
  ExpectAfter(absl::Hours(1), Consent::kWithdrawn);
  EXPECT_EQ(book_.Do(Another("consent-2", "CONSENT")), "OK");
  ExpectAfter(absl::Hours(1), Consent::kGiven);
}

TEST_F(StandingTest, WhoWasAskedIsNothingToItThirtyDaysAfterItsEnd) {
  EXPECT_EQ(book_.Move("R-1", referral::Decline{Shelter(), "NO_CAPACITY", {}}), "OK");
  const auto after = [&](const Acting& by, absl::Duration later) {
    return StandingIn(book_.referrals["R-1"], book_.kase, Later(by, later), Noon())
        .front()
        .relation;
  };
  constexpr absl::Duration kThirtyDays = absl::Hours(24 * 30);
  EXPECT_EQ(after(Shelter(), kThirtyDays), policy::Relation::kRecipientEnded);
  EXPECT_EQ(after(Shelter(), kThirtyDays + absl::Minutes(1)), policy::Relation::kNone);
  EXPECT_EQ(after(Officer(), kThirtyDays * 40), policy::Relation::kOwner);
  // Who sent it, and has passed the case on since.
  book_.kase.owner_agency = "a-likoni";
  EXPECT_EQ(after(Officer(), kThirtyDays * 40), policy::Relation::kRecipientEnded);
}

TEST_F(StandingTest, AtTheOfficeThatTookTheCaseOverNobodyIsMoreByAReferralFromBefore) {
  const Acting by = people::OtherOffice();
  book_.kase.open_referrals["R-1"].to_agency = by.agency;
  book_.referrals["R-1"].to_agency = by.agency;
  const auto is = [&] {
    std::vector<policy::Relation> all;
    for (const policy::Tie& tie : StandingIn(book_.kase, by)) all.push_back(tie.relation);
    for (const policy::Tie& tie : StandingIn(book_.referrals["R-1"], book_.kase, by)) {
      all.push_back(tie.relation);
    }
    return all;
  };
  using policy::Relation;
  EXPECT_THAT(is(),
              testing::ElementsAre(Relation::kRecipientAccepted, Relation::kRecipientAccepted));
  book_.kase.owner_agency = by.agency;
  book_.kase.owner_person = "p-colleague";
  EXPECT_THAT(is(), testing::ElementsAre(Relation::kSameAgency, Relation::kSameAgency));
  // Who may work the case works the referral, too.
  book_.kase.owner_person = by.person;
  EXPECT_THAT(
      is(), testing::ElementsAre(Relation::kOwner, Relation::kOwner, Relation::kRecipientAccepted));
}

TEST_F(StandingTest, OneThatWasWithdrawnOnlyByAnOrder) {
  EXPECT_EQ(book_.Do(Another("consent-2", "CONSENT")), "OK");
  EXPECT_EQ(book_.Do(casework::WithdrawConsent{Officer(), "consent-1", {}}), "OK");
  ExpectAfter(absl::ZeroDuration(), Consent::kWithdrawn);
  EXPECT_EQ(book_.Do(Another("consent-3", "ORDER")), "OK");
  ExpectAfter(absl::ZeroDuration(), Consent::kGiven);
}

}  // namespace
}  // namespace rufaa::rpc
