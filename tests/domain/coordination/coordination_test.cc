#include "domain/coordination/coordination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/casebook.h"

namespace rufaa::coordination {
namespace {

using people::Hospital;
using people::Later;
using people::Noon;
using people::Officer;
using people::OtherOffice;
using people::School;
using people::Shelter;
using people::Ticker;
using testing::ElementsAre;

referral::Accept AcceptBy(Acting by) {
  return {.by = std::move(by), .desk = {}, .contact = {}, .expected_at = {}, .holds_bed = false};
}

Casebook AcceptedCase() {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Move("R-1", AcceptBy(Shelter())), "OK");
  return book;
}

Casebook InServiceCase() {
  Casebook book = AcceptedCase();
  EXPECT_EQ(book.Move("R-1", referral::RecordService{Shelter(), {}, {}}), "OK");
  return book;
}

TEST(Send, OpensTheNeedAndTheReferralInCaseAndReferralAtOnce) {
  const Casebook book = ReferredCase();
  EXPECT_EQ(book.Count<referral::Sent>(), 1u);
  EXPECT_EQ(book.Count<casework::ReferralOpened>(), 1u);
  EXPECT_EQ(book.Count<casework::NeedOpened>(), 1u);
  EXPECT_TRUE(book.kase.open_referrals.contains("R-1"));
  const auto& sent = std::get<referral::Sent>(book.last[0].event);
  EXPECT_EQ(sent.age_band, "10-14");
  EXPECT_EQ(sent.consent, "consent-1");
}

TEST(Send, NeedsConsentForWhomNoStatuteNames) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Send(SendTo(AgencyOf(School()), "R-1", "RMSK"), AgencyOf(School()), "RMSK"),
            "NO_CONSENT");
  EXPECT_EQ(book.Send(SendTo(AgencyOf(Hospital()), "R-2", "RMTX"), AgencyOf(Hospital()), "RMTX"),
            "OK");
  EXPECT_EQ(book.referrals["R-2"].consent, "");
}

// A second consent, by order and for narrative too, next to the guardian's of RegisteredCase.
Casebook CaseOfTwoConsents() {
  Casebook book = RegisteredCase();
  casework::GiveConsent order = ConsentFor("a-shelter");
  order.consent = "consent-2";
  order.given_by = "COURT";
  order.basis = "ORDER";
  order.has_note = true;
  EXPECT_EQ(book.Do(order), "OK");
  return book;
}

TEST(Send, RestsOnTheConsentThatIsNamed) {
  Casebook book = CaseOfTwoConsents();
  referral::Send send = SendTo(ShelterAgency(), "R-1");
  send.consent = "consent-2";
  EXPECT_EQ(book.Send(send, ShelterAgency()), "OK");
  const auto& sent = std::get<referral::Sent>(book.last[0].event);
  EXPECT_EQ(sent.consent, "consent-2");
  EXPECT_EQ(sent.basis, "ORDER");
}

TEST(Send, RestsOnAConsentOfTheBasisThatIsNamed) {
  Casebook book = CaseOfTwoConsents();
  referral::Send send = SendTo(ShelterAgency(), "R-1");
  send.basis = "ORDER";
  EXPECT_EQ(book.Send(send, ShelterAgency()), "OK");
  EXPECT_EQ(std::get<referral::Sent>(book.last[0].event).consent, "consent-2");
  send.referral = "R-2";
  send.basis = "VITAL_INTEREST";
  EXPECT_EQ(book.Send(send, ShelterAgency()), "NO_CONSENT");
  send.basis = "HABIT";
  EXPECT_EQ(book.Send(send, ShelterAgency()), "UNKNOWN_CODE");
}

TEST(Send, AConsentNamedThatDoesNotCoverIsNotPassedOverForAnother) {
  Casebook book = CaseOfTwoConsents();
  const directory::Agency hospital = AgencyOf(Hospital());
  referral::Send send = SendTo(hospital, "R-1", "RMTX");
  send.consent = "consent-1";
  EXPECT_EQ(book.Send(send, hospital, "RMTX"), "NO_CONSENT");
  send.consent = "consent-9";
  EXPECT_EQ(book.Send(send, hospital, "RMTX"), "NO_SUCH_PART");
  referral::Send shelter = SendTo(ShelterAgency(), "R-1");
  shelter.consent = "consent-1";
  shelter.basis = "ORDER";
  EXPECT_EQ(book.Send(shelter, ShelterAgency()), "MALFORMED");
}

TEST(Send, ABasisThatTheCaseHasNotRecordedIsNoneAndTheRefusalNamesIt) {
  Casebook book = RegisteredCase();
  const directory::Agency school = AgencyOf(School());
  referral::Send send = SendTo(school, "R-1", "RMSK");
  send.basis = "VITAL_INTEREST";
  const auto refused = Decide({book.kase, book.referrals["R-1"], book.beds[""]},
                              SendReferral{send, "RMSK"}, school, book.rules)
                           .status();
  ASSERT_TRUE(RefusalOf(refused));
  EXPECT_EQ(RefusalOf(refused)->reason, Reason::NO_CONSENT);
  EXPECT_THAT(RefusalOf(refused)->details, testing::Contains(testing::Pair("basis", send.basis)));
  casework::GiveConsent vital = ConsentFor(school.id);
  vital.consent = "consent-2";
  vital.basis = "VITAL_INTEREST";
  vital.has_note = true;
  EXPECT_EQ(book.Do(vital), "MALFORMED") << "the guardian was never asked";
  vital.given_by = "CHILDRENS_OFFICER";
  EXPECT_EQ(book.Do(vital), "OK");
  EXPECT_EQ(book.Send(send, school, "RMSK"), "OK");
}

TEST(Send, ConsentOfANarrowerScopeDoesNotCover) {
  Casebook book = RegisteredCase();
  referral::Send send = SendTo(ShelterAgency(), "R-1");
  send.scope = {Compartment::kIdentity, Compartment::kMedical};
  EXPECT_EQ(book.Send(send, ShelterAgency()), "NO_CONSENT");
}

TEST(Send, AnOfferThatDoesNotFitTheChildIsRefused) {
  Casebook book = RegisteredCase();
  referral::Send send = SendTo(ShelterAgency(), "R-1");
  send.offer = "o-beds";
  directory::Agency boys = ShelterAgency();
  boys.offers["o-beds"].sex = "SMAL";
  EXPECT_EQ(book.Send(send, boys), "OFFER_MISMATCH");
  directory::Agency small = ShelterAgency();
  small.offers["o-beds"].age_min = 0;
  small.offers["o-beds"].age_max = 9;
  EXPECT_EQ(book.Send(send, small), "OFFER_MISMATCH");
}

TEST(Send, ToWhomIsAskedForTheServiceAlreadyNamesThatReferral) {
  Casebook book = ReferredCase();
  SendReferral again{SendTo(ShelterAgency(), "R-2"), {}, "R-1"};
  const referral::State absent;
  const auto decide = [&] {
    return Decide({book.kase, absent, book.beds["o-beds"]}, again, ShelterAgency(), book.rules);
  };
  EXPECT_EQ(ReasonOf(decide()), "OPEN_REFERRAL");
  EXPECT_THAT(RefusalOf(decide().status())->details,
              ElementsAre(testing::Pair("referrals", "R-1")));
  again.send.by = Hospital();
  EXPECT_EQ(ReasonOf(decide()), "NOT_FOUND_OR_NOT_YOURS") << "an outsider learns nothing";
  again.send.by = Officer();
  again.asked.clear();
  EXPECT_EQ(ReasonOf(decide()), "OK");
}

TEST(Send, APoliceStationShelterIsRefused) {
  directory::Agency police;
  police.id = "a-police";
  police.kind = "POLICE";
  EXPECT_EQ(RegisteredCase().Send(SendTo(police, "R-1", "RMTS"), police),
            "POLICE_STATION_NOT_SAFE");
}

TEST(Send, AnOfficeRefersNoCaseOfItsOwnToItself) {
  const directory::Agency office = AgencyOf(Officer());
  EXPECT_EQ(RegisteredCase().Send(SendTo(office, "R-1", "RMPC"), office, "RMPC"), "MALFORMED");
}

TEST(Send, AnOutsiderLearnsNothingOfTheCase) {
  EXPECT_EQ(
      RegisteredCase().Send(SendTo(ShelterAgency(), "R-1", "RMTS", Hospital()), ShelterAgency()),
      "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Send, IsTheOwnersAndWhoHelpsOpensTheNeed) {
  Casebook book = AcceptedCase();
  referral::Send send = SendTo(AgencyOf(Hospital()), "R-2", "RMTX", Shelter());
  send.need = "n2";
  EXPECT_EQ(book.Send(send, AgencyOf(Hospital()), "RMTX"), "NOT_PERMITTED");
  EXPECT_EQ(book.Do(casework::OpenNeed{Shelter(), "n2", "RMTX", Urgency::kUrgent}), "OK");
  send.by = Officer();
  EXPECT_EQ(book.Send(send, AgencyOf(Hospital())), "OK");
}

// Of somebody who may be the perpetrator, for whom the law asks nobody's.
Casebook CaseWithConsentForHealth() {
  Casebook book = RegisteredCase();
  casework::GiveConsent health = ConsentFor({});
  health.consent = "consent-2";
  health.recipient_kind = "HEALTH";
  EXPECT_EQ(book.Do(health), "OK");
  return book;
}

TEST(Send, RestsOnTheStatuteWhereThereIsOneWhoeverConsented) {
  Casebook book = CaseWithConsentForHealth();
  const directory::Agency hospital = AgencyOf(Hospital());
  EXPECT_EQ(book.Send(SendTo(hospital, "R-1", "RMTX"), hospital, "RMTX"), "OK");
  EXPECT_EQ(std::get<referral::Sent>(book.last[0].event).basis, "STATUTE");
  EXPECT_EQ(book.referrals["R-1"].consent, "");
  referral::Send named = SendTo(hospital, "R-2", "RMTX");
  named.need = "n2";
  named.basis = "CONSENT";
  EXPECT_EQ(book.Send(named, hospital, "RMTX"), "OK");
  EXPECT_EQ(book.referrals["R-2"].consent, "consent-2");
}

TEST(Accept, HoldsABedInTheSameCommit) {
  const Casebook book = AcceptedCase();
  EXPECT_EQ(book.Count<referral::Accepted>(), 1u);
  EXPECT_EQ(book.Count<capacity::Held>(), 1u);
  EXPECT_EQ(book.Count<casework::ReferralAccepted>(), 1u);
  EXPECT_EQ(book.beds.at("o-beds").Free(), 1u);
}

TEST(Accept, IsRefusedWhenNoBedIsFree) {
  Casebook book = ReferredCase();
  book.beds["o-beds"].used = 2;
  EXPECT_EQ(book.Move("R-1", AcceptBy(Shelter())), "NO_BED_FREE");
  EXPECT_EQ(book.Move("R-1", referral::Waitlist{Shelter(), {}}), "OK");
}

TEST(Accept, IsRefusedWhenTheConsentRanOutSince) {
  Casebook book = RegisteredCase();
  book.kase.consents["consent-1"].until = Noon() + absl::Hours(1);
  EXPECT_EQ(book.Send(SendTo(ShelterAgency(), "R-1"), ShelterAgency()), "OK");
  EXPECT_EQ(book.Move("R-1", AcceptBy(Later(Shelter(), absl::Hours(2)))), "NO_CONSENT");
  EXPECT_EQ(book.Move("R-1", AcceptBy(Shelter())), "OK");
}

TEST(Decline, ReleasesTheBedAndLeavesTheNeedOpen) {
  Casebook book = AcceptedCase();
  EXPECT_EQ(book.Move("R-1", referral::Decline{Shelter(), "NO_CAPACITY", {}}), "OK");
  EXPECT_EQ(book.beds["o-beds"].Free(), 2u);
  EXPECT_TRUE(book.kase.open_referrals.empty());
  EXPECT_EQ(book.kase.needs["n1"].status, casework::Need::Status::kOpen);
  EXPECT_EQ(book.Count<referral::Escalated>(), 1u);
}

TEST(Waitlist, GivesTheBedBack) {
  Casebook book = AcceptedCase();
  EXPECT_EQ(book.Move("R-1", referral::Waitlist{Shelter(), {}}), "OK");
  EXPECT_EQ(book.beds["o-beds"].Free(), 2u);
}

TEST(Service, OccupiesTheHeldBedOnceAndCompletionVacatesIt) {
  Casebook book = InServiceCase();
  EXPECT_THAT(book.beds["o-beds"].occupied, ElementsAre("R-1"));
  EXPECT_EQ(book.Move("R-1", referral::RecordService{Shelter(), {}, {}}), "OK");
  EXPECT_EQ(book.beds["o-beds"].used, 1u);
  EXPECT_EQ(book.Move("R-1", referral::Complete{Shelter(), "SERVED"}), "OK");
  EXPECT_EQ(book.beds["o-beds"].used, 0u);
}

TEST(Complete, MeetsTheNeedWhenServedInFullOnly) {
  Casebook book = InServiceCase();
  EXPECT_EQ(book.Move("R-1", referral::Complete{Shelter(), "SERVED"}), "OK");
  EXPECT_EQ(book.kase.needs["n1"].status, casework::Need::Status::kMet);
  Casebook part = InServiceCase();
  EXPECT_EQ(part.Move("R-1", referral::Complete{Shelter(), "SERVED_IN_PART"}), "OK");
  EXPECT_EQ(part.kase.needs["n1"].status, casework::Need::Status::kOpen);
}

TEST(Expire, EndsTheReferralInTheCaseToo) {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Move("R-1", referral::Expire{Later(Ticker(), absl::Hours(80))}), "OK");
  EXPECT_TRUE(book.kase.open_referrals.empty());
}

TEST(Register, TakesTheNextSerialInTheSameCommit) {
  Casebook book;
  EXPECT_EQ(book.Do(Report()), "OK");
  const casework::Register command{Officer(), {}, {}, {}};
  const auto changes = RegisterCase(book.kase, SerialCounter{41}, command, book.rules);
  EXPECT_EQ(book.Commit(changes), "OK");
  EXPECT_EQ(book.kase.serial, "CCO/001/003/5/29/42/2026");
  EXPECT_EQ(NextSerial(RegisteredCase().kase, SerialCounter{41}, Noon()), book.kase.serial);
  EXPECT_EQ(book.last[book.last.size() - 2].stream, "serial-text/CCO/001/003/5/29/42/2026");
  EXPECT_EQ(book.last.back().stream, "serial/001/003/2026");
  EXPECT_EQ(std::get<casework::serials::Taken>(book.last.back().event).number, 42u);
}

TEST(WithdrawConsent, CancelsWhatWasNotOpenedAndAsksToCancelWhatWas) {
  Casebook book = ReferredCase();
  referral::Send second = SendTo(ShelterAgency(), "R-2");
  EXPECT_EQ(book.Send(second, ShelterAgency()), "OK");
  EXPECT_EQ(book.Move("R-2", AcceptBy(Shelter())), "OK");
  const casework::WithdrawConsent command{Officer(), "consent-1", {}};
  EXPECT_EQ(book.Commit(WithdrawConsent(book.kase, {book.referrals["R-1"], book.referrals["R-2"]},
                                        command, book.rules)),
            "OK");
  EXPECT_EQ(book.referrals["R-1"].stage, referral::Stage::kCancelled);
  EXPECT_EQ(book.referrals["R-2"].stage, referral::Stage::kCancelRequested);
  EXPECT_FALSE(book.kase.open_referrals.contains("R-1"));
  EXPECT_EQ(book.Send(SendTo(ShelterAgency(), "R-3"), ShelterAgency()), "NO_CONSENT");
}

TEST(WithdrawConsent, LeavesToTheHospitalWhatTheLawSendsThere) {
  Casebook book = CaseWithConsentForHealth();
  const directory::Agency hospital = AgencyOf(Hospital());
  referral::Send send = SendTo(hospital, "R-1", "RMTX");
  send.consent = "consent-2";
  EXPECT_EQ(book.Send(send, hospital, "RMTX"), "OK");
  const casework::WithdrawConsent command{Officer(), "consent-2", {}};
  EXPECT_EQ(book.Commit(WithdrawConsent(book.kase, {book.referrals["R-1"]}, command, book.rules)),
            "OK");
  EXPECT_EQ(book.referrals["R-1"].stage, referral::Stage::kSent);
  EXPECT_EQ(book.Move("R-1", AcceptBy(Hospital())), "OK");
}

TEST(Transfer, HandsTheOpenReferralsToTheNewOwner) {
  Casebook book = ReferredCase();
  EXPECT_EQ(book.Do(casework::RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(
      book.Commit(AcceptTransfer(book.kase, {book.referrals["R-1"]},
                                 casework::AcceptTransfer{OtherOffice(), {}, {}}, book.rules)),
      "OK");
  EXPECT_EQ(book.Move("R-1", referral::Cancel{Officer(), "CHILD_MOVED"}), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(book.Move("R-1", referral::Cancel{OtherOffice(), "CHILD_MOVED"}), "OK");
}

TEST(Transfer, IsNotWaitedForWithWhatAChildNeeds) {
  Casebook book = RegisteredCase();
  EXPECT_EQ(book.Do(casework::RequestTransfer{Officer(), "a-likoni", "CHILDREN_OFFICE"}), "OK");
  EXPECT_EQ(book.Send(SendTo(ShelterAgency(), "R-1"), ShelterAgency()), "OK");
  EXPECT_EQ(
      book.Commit(AcceptTransfer(book.kase, {book.referrals["R-1"]},
                                 casework::AcceptTransfer{OtherOffice(), {}, {}}, book.rules)),
      "OK");
  EXPECT_EQ(book.Do(casework::MeetNeed{Officer(), "n1", {}}), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(book.Do(casework::MeetNeed{OtherOffice(), "n1", {}}), "OK");
}

TEST(Erase, IsAllOfAChildsCasesOrNone) {
  Casebook free = RegisteredCase();
  Casebook held = RegisteredCase();
  held.kase.court_dates["m"] = {"STMN", "a-court", Noon()};
  const casework::Erase command{people::Dpo(), "DPG5/1"};
  held.kase.code = "C-2";
  const Changes refused = EraseChild({free.kase, held.kase}, command, free.rules);
  EXPECT_EQ(ReasonOf(refused), "LEGAL_HOLD");
  EXPECT_THAT(RefusalOf(refused.status())->details, ElementsAre(testing::Pair("case", "C-2")));
  EXPECT_EQ(ReasonOf(EraseChild({free.kase}, command, free.rules)), "OK");
  EXPECT_EQ(ReasonOf(EraseChild({}, command, free.rules)), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Erase, GoesOnWithWhatWasFoundToBeOfTheChildSince) {
  Casebook first = RegisteredCase();
  Casebook second = RegisteredCase();
  const casework::Erase command{people::Dpo(), "DPG5/1"};
  first.kase.erased = true;
  EXPECT_EQ(second.Commit(EraseChild({first.kase, second.kase}, command, second.rules)), "OK");
  EXPECT_EQ(second.Count<casework::Erased>(), 1u);
  EXPECT_EQ(ReasonOf(EraseChild({first.kase, second.kase}, command, second.rules)), "ALREADY_DONE");
}

OfferWithRoom Offer(std::string id, std::string agency, uint32_t total, uint32_t used) {
  OfferWithRoom o;
  o.agency = std::move(agency);
  o.offer = ShelterAgency().offers["o-beds"];
  o.offer.offer = std::move(id);
  o.beds.open = true;
  o.beds.total = total;
  o.beds.used = used;
  return o;
}

TEST(MatchOffers, NamesWhoElseHasRoomMostFreeBedsFirst) {
  const Wanted wanted{"RMTS", "SFEM", "15-17", "003", "a-declined"};
  std::vector<OfferWithRoom> offers = {Offer("o-1", "a-1", 4, 3), Offer("o-2", "a-2", 9, 2),
                                       Offer("o-3", "a-3", 5, 5), Offer("o-4", "a-declined", 9, 0)};
  offers.push_back(Offer("o-5", "a-5", 9, 0));
  offers.back().offer.sex = "SMAL";
  offers.push_back(Offer("o-6", "a-6", 9, 0));
  offers.back().offer.subcounties = {"005"};
  offers.push_back(Offer("o-7", "a-7", 9, 0));
  offers.back().offer.age_max = 14;
  std::vector<std::string> found;
  for (const OfferWithRoom& o : MatchOffers(wanted, offers)) found.push_back(o.offer.offer);
  EXPECT_THAT(found, ElementsAre("o-2", "o-1"));
}

}  // namespace
}  // namespace rufaa::coordination
