// A referral passed on: in whose name, to whom, and who hears of it.
#include <gtest/gtest.h>

#include "domain/coordination/coordination.h"
#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Chv;
using people::Hospital;
using people::Shelter;

Casebook AcceptedCase() {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Move("R-1", referral::Accept{Shelter(), {}, {}, {}, false}), "OK");
  return book;
}

TEST(Redirect, EndsOneAndSendsAnotherInTheSendersNameForTheSameNeed) {
  Casebook book = AcceptedCase();
  const directory::Agency hospital = AgencyOf(Hospital());
  const referral::State& one = book.referrals["R-1"];
  const RedirectReferral redirect{Shelter(), "R-2", {}, {}, "NO_CAPACITY", {}};
  EXPECT_EQ(
      book.Commit(Decide({book.kase, one, book.beds["o-beds"]}, redirect, hospital, book.rules)),
      "OK");
  EXPECT_EQ(book.referrals["R-1"].stage, referral::Stage::kRedirected);
  EXPECT_EQ(book.referrals["R-2"].part_of, "R-1");
  EXPECT_EQ(book.referrals["R-2"].from_agency, "a-kisauni");
  EXPECT_EQ(book.referrals["R-2"].need, "n1");
  EXPECT_EQ(book.beds["o-beds"].Free(), 2u);
  EXPECT_TRUE(book.kase.open_referrals.contains("R-2"));
}

TEST(Redirect, InAnEmergencyIsAsUrgentAsTheCaseIsByThen) {
  Casebook book = AcceptedCase();
  book.kase.stage = casework::Stage::kEmergency;
  EXPECT_NE(book.referrals["R-1"].urgency, Urgency::kEmergency);
  const RedirectReferral redirect{Shelter(), "R-2", {}, {}, "NO_CAPACITY", {}};
  EXPECT_EQ(book.Commit(Decide({book.kase, book.referrals["R-1"], book.beds["o-beds"]}, redirect,
                               AgencyOf(Hospital()), book.rules)),
            "OK");
  EXPECT_EQ(book.referrals["R-2"].urgency, Urgency::kEmergency);
  EXPECT_EQ(book.referrals["R-2"].deadline->rule, clock::kDecideEmergency);
}

TEST(Redirect, IsToSomebodyElse) {
  Casebook book = AcceptedCase();
  const RedirectReferral redirect{Shelter(), "R-2", {}, {}, "NO_CAPACITY", {}};
  EXPECT_EQ(book.Commit(Decide({book.kase, book.referrals["R-1"], book.beds["o-beds"]}, redirect,
                               ShelterAgency(), book.rules)),
            "MALFORMED");
}

TEST(Redirect, TellsWhyAsADeclineDoes) {
  Casebook book = AcceptedCase();
  const directory::Agency hospital = AgencyOf(Hospital());
  RedirectReferral redirect{Shelter(), "R-2", {}, {}, "", {}};
  const auto decide = [&] {
    const referral::State& one = book.referrals["R-1"];
    return book.Commit(
        Decide({book.kase, one, book.beds["o-beds"]}, redirect, hospital, book.rules));
  };
  EXPECT_EQ(decide(), "REASON_REQUIRED");
  redirect.reason = "BECAUSE";
  EXPECT_EQ(decide(), "UNKNOWN_CODE");
  redirect.reason = "NO_CAPACITY";
  EXPECT_EQ(decide(), "OK");
  EXPECT_EQ(std::get<referral::Redirected>(book.last.front().event).reason, "NO_CAPACITY");
}

TEST(Redirect, OfAShelterIsToldToSomebodyAboveTheDesk) {
  Casebook book = AcceptedCase();
  const RedirectReferral redirect{Shelter(), "R-2", {}, {}, "NO_CAPACITY", {}};
  EXPECT_EQ(book.Commit(Decide({book.kase, book.referrals["R-1"], book.beds["o-beds"]}, redirect,
                               AgencyOf(Hospital()), book.rules)),
            "OK");
  EXPECT_EQ(book.Count<referral::Escalated>(), 1u);
  EXPECT_TRUE(book.referrals["R-1"].escalated);
  EXPECT_FALSE(book.referrals["R-2"].escalated);
}

TEST(Redirect, GoesToNobodyWhoWasAskedBefore) {
  Casebook book = AcceptedCase();
  const directory::Agency hospital = AgencyOf(Hospital());
  RedirectReferral redirect{Shelter(), "R-2", {}, {}, "NO_CAPACITY", {}};
  redirect.asked_before = {"a-other", hospital.id};
  const auto decide = [&] {
    const referral::State& one = book.referrals["R-1"];
    return book.Commit(
        Decide({book.kase, one, book.beds["o-beds"]}, redirect, hospital, book.rules));
  };
  EXPECT_EQ(decide(), "MALFORMED");
  redirect.asked_before = {"a-other"};
  EXPECT_EQ(decide(), "OK");
}

TEST(Redirect, ByAVolunteerOfficerGoesOutAsFromTheSendersDesk) {
  Casebook book = RegisteredCase();
  Acting vco = Chv();
  vco.role = Role::kVco;
  const directory::Agency community = AgencyOf(vco);
  casework::GiveConsent consent = ConsentFor(community.id);
  consent.consent = "consent-2";
  EXPECT_EQ(book.Do(consent), "OK");
  EXPECT_EQ(book.Send(SendTo(community, "R-1", "RMPC"), community, "RMPC"), "OK");
  const RedirectReferral redirect{vco, "R-2", {}, {}, "NO_CAPACITY", {}};
  EXPECT_EQ(book.Commit(Decide({book.kase, book.referrals["R-1"], book.beds[""]}, redirect,
                               AgencyOf(Hospital()), book.rules)),
            "OK");
  EXPECT_EQ(book.referrals["R-2"].from_agency, "a-kisauni");
  EXPECT_EQ(book.referrals["R-2"].from_desk, "front");
}

}  // namespace
}  // namespace rufaa::coordination
