#include "domain/directory/directory.h"

#include <gtest/gtest.h>

#include "domain/access/person.h"
#include "tests/support/casebook.h"

namespace rufaa::directory {
namespace {

using people::Admin;
using people::Hospital;
using people::Officer;
using people::Shelter;

const Rules kRules;

RegisterAgency ShelterRegistered(std::string kind = "RESCUE_CENTRE") {
  return {.by = Admin(),
          .agency = "a-shelter",
          .kind = std::move(kind),
          .unit_type = "TNRR",
          .display_name = "Shelter",
          .subcounties = {},
          .place_of_safety = true};
}

// Besides those that the shelter offers already.
PublishOffer Beds(Acting by) {
  PublishOffer beds = ShelterBeds(std::move(by));
  beds.offer = "o-1";
  beds.sex = {};
  return beds;
}

std::string Reason(const AgencyDecision& decision) { return ReasonOf(decision); }

TEST(Directory, OnlyTheCountysAdministratorRegistersAnAgency) {
  RegisterAgency command = ShelterRegistered();
  EXPECT_EQ(Reason(Decide(Agency{}, command, kRules)), "OK");
  command.by = Officer();
  EXPECT_EQ(Reason(Decide(Agency{}, command, kRules)), "NOT_PERMITTED");
  EXPECT_EQ(Reason(Decide(ShelterAgency(), ShelterRegistered(), kRules)), "ALREADY_DONE");
}

TEST(Directory, AnAgencyThatIsRegisteredOtherwiseIsNotToldAsDone) {
  Agency agency = ShelterAgency();
  agency.subcounties = {"003", "004"};
  RegisterAgency again = ShelterRegistered();
  again.subcounties = {"004", "003"};
  EXPECT_EQ(Reason(Decide(agency, again, kRules)), "ALREADY_DONE") << "in whatever order";
  again.subcounties = {"004"};
  again.display_name = "Another";
  const absl::Status otherwise = Decide(agency, again, kRules).status();
  EXPECT_EQ(ReasonOf(otherwise), "NOT_ALLOWED_IN_STATE");
  const RefusalDetails differs = {{"differs", "display_name subcounties"}};
  EXPECT_EQ(RefusalOf(otherwise)->details, differs);
  EXPECT_EQ(Reason(Decide(ShelterAgency(), ShelterRegistered("HEALTH"), kRules)),
            "NOT_ALLOWED_IN_STATE");
}

TEST(Directory, ThePoliceAreNeverRegisteredAsAPlaceOfSafety) {
  EXPECT_EQ(Reason(Decide(Agency{}, ShelterRegistered("POLICE"), kRules)),
            "POLICE_STATION_NOT_SAFE");
}

TEST(Directory, AnAgencyPublishesItsOwnOffersAndNobodyElses) {
  EXPECT_EQ(Reason(Decide(ShelterAgency(), Beds(Shelter()), kRules)), "OK");
  EXPECT_EQ(Reason(Decide(ShelterAgency(), Beds(Admin()), kRules)), "OK");
  EXPECT_EQ(Reason(Decide(ShelterAgency(), Beds(Hospital()), kRules)), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(Reason(Decide(Agency{}, Beds(Admin()), kRules)), "NOT_FOUND_OR_NOT_YOURS");
}

TEST(Directory, AnOfferNamesKnownServicesAndSensibleAges) {
  PublishOffer offer = Beds(Shelter());
  offer.services = {"XXXX"};
  EXPECT_EQ(Reason(Decide(ShelterAgency(), offer, kRules)), "UNKNOWN_CODE");
  offer = Beds(Shelter());
  offer.age_max = 9;
  EXPECT_EQ(Reason(Decide(ShelterAgency(), offer, kRules)), "MALFORMED");
}

TEST(Directory, AWithdrawnOfferIsGone) {
  const Agency agency = ShelterAgency();
  const auto events = *Decide(agency, WithdrawOffer{Shelter(), "o-beds", "full"}, kRules);
  EXPECT_TRUE(FoldOf(agency, events).offers.empty());
  EXPECT_EQ(Reason(Decide(agency, WithdrawOffer{Shelter(), "o-9", "full"}, kRules)),
            "NOT_FOUND_OR_NOT_YOURS");
}

Agency Closed(Agency agency) {
  return FoldOf(agency, *Decide(agency, CloseAgency{Admin(), "SUSPENDED"}, kRules));
}

TEST(Directory, AnAgencyClosesWithAllThatItOffers) {
  const Agency agency = ShelterAgency();
  const auto events = *Decide(agency, CloseAgency{Admin(), "CLOSED_DOWN"}, kRules);
  ASSERT_NE(Only<AgencyClosed>(events), nullptr);
  EXPECT_EQ(*Only<AgencyClosed>(events), (AgencyClosed{"CLOSED_DOWN", people::Noon()}));
  ASSERT_NE(Only<OfferWithdrawn>(events), nullptr);
  EXPECT_EQ(Only<OfferWithdrawn>(events)->offer, "o-beds");
  EXPECT_TRUE(FoldOf(agency, events).offers.empty());
}

TEST(Directory, OnlyAnAdministratorOfAnotherAgencyClosesOneAndNeverTheHubs) {
  const Agency agency = ShelterAgency();
  EXPECT_EQ(Reason(Decide(agency, CloseAgency{Shelter(), "CLOSED_DOWN"}, kRules)), "NOT_PERMITTED");
  EXPECT_EQ(Reason(Decide(Agency{}, CloseAgency{Admin(), "CLOSED_DOWN"}, kRules)),
            "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_EQ(Reason(Decide(agency, CloseAgency{Admin(), ""}, kRules)), "REASON_REQUIRED");
  EXPECT_EQ(Reason(Decide(agency, CloseAgency{Admin(), "TIRED"}, kRules)), "UNKNOWN_CODE");
  Agency own = agency;
  own.id = Admin().agency;
  EXPECT_EQ(Reason(Decide(own, CloseAgency{Admin(), "CLOSED_DOWN"}, kRules)), "SELF_APPROVAL");
  Agency hub = agency;
  hub.kind = "HUB";
  EXPECT_EQ(Reason(Decide(hub, CloseAgency{Admin(), "CLOSED_DOWN"}, kRules)),
            "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(Reason(Decide(Closed(agency), CloseAgency{Admin(), "MERGED"}, kRules)), "ALREADY_DONE");
}

TEST(Directory, AClosedAgencyTakesNothingNewUntilItIsOpenedAgain) {
  const Agency closed = Closed(ShelterAgency());
  EXPECT_EQ(Reason(Decide(closed, Beds(Admin()), kRules)), "AGENCY_CLOSED");
  EXPECT_EQ(Reason(Decide(closed, OpenDesk{Admin(), "night", {}}, kRules)), "AGENCY_CLOSED");
  EXPECT_EQ(Reason(Decide(closed, ShelterRegistered(), kRules)), "AGENCY_CLOSED")
      << "told as done, it would be taken for one that works";
  EXPECT_EQ(Reason(Decide(closed, ReopenAgency{Officer()}, kRules)), "NOT_PERMITTED");
  const Agency again = FoldOf(closed, *Decide(closed, ReopenAgency{Admin()}, kRules));
  EXPECT_FALSE(again.closed_at.has_value());
  EXPECT_EQ(Reason(Decide(again, Beds(Admin()), kRules)), "OK");
  EXPECT_EQ(Reason(Decide(again, ReopenAgency{Admin()}, kRules)), "ALREADY_DONE");
}

TEST(Directory, ACountyIsFoundedOnceAndAdoptsRulesByVersion) {
  const FoundCounty found{Admin(), "001", "Mombasa", "MS", {}};
  County county;
  // Nothing that begins otherwise could ever be read back.
  for (const char* letters : {"", "M", "MSA", "ms", "M1", "Mİ"}) {
    const FoundCounty other{Admin(), "001", "Mombasa", letters, {}};
    EXPECT_EQ(ReasonOf(Decide(county, other, kRules)), "MALFORMED") << letters;
  }
  EXPECT_EQ(ReasonOf(Decide(county, AdoptPolicy{Admin(), "1", "d"}, kRules)),
            "NOT_ALLOWED_IN_STATE");
  county = FoldOf(county, *Decide(county, found, kRules));
  EXPECT_EQ(ReasonOf(Decide(county, found, kRules)), "ALREADY_DONE");
  county = FoldOf(county, *Decide(county, AdoptPolicy{Admin(), "1", "d"}, kRules));
  EXPECT_EQ(ReasonOf(Decide(county, AdoptPolicy{Admin(), "1", "d"}, kRules)), "ALREADY_DONE");
  EXPECT_EQ(ReasonOf(Decide(county, AdoptClocks{Officer(), "1", "d"}, kRules)), "NOT_PERMITTED");
}

TEST(Person, IsEnrolledInAKnownRoleByTheAdministratorOnly) {
  const access::Enrol enrol{Admin(), "p-1", "a-shelter", "front", "agency_desk"};
  EXPECT_EQ(ReasonOf(Decide(access::Person{}, enrol)), "OK");
  EXPECT_EQ(ReasonOf(Decide(access::Person{}, access::Enrol{Officer(), "p-1", "a", "", "chv"})),
            "NOT_PERMITTED");
  EXPECT_EQ(ReasonOf(Decide(access::Person{}, access::Enrol{Admin(), "p-1", "a", "", "king"})),
            "UNKNOWN_CODE");
  EXPECT_EQ(ReasonOf(Decide(access::Person{}, access::Enrol{Admin(), "p-1", "a", "", "system"})),
            "UNKNOWN_CODE");
}

TEST(Person, WhoLeftHasNoRoleToChangeAndMayComeBack) {
  const access::Enrol enrol{Admin(), "p-1", "a-shelter", "front", "agency_desk"};
  access::Person person = FoldOf(access::Person{}, *Decide(access::Person{}, enrol));
  EXPECT_EQ(ReasonOf(Decide(person, enrol)), "ALREADY_DONE");
  person = FoldOf(person, *Decide(person, access::Leave{Admin(), {}}, Rules()));
  EXPECT_EQ(ReasonOf(Decide(person, access::ChangeRole{Admin(), "supervisor", {}})),
            "NOT_ALLOWED_IN_STATE");
  EXPECT_EQ(ReasonOf(Decide(person, enrol)), "OK");
}

TEST(Person, NobodyGivesThemselvesARole) {
  access::Person admin;
  admin.id = Admin().person;
  EXPECT_EQ(ReasonOf(Decide(admin, access::ChangeRole{Admin(), "supervisor", {}})),
            "SELF_APPROVAL");
}

}  // namespace
}  // namespace rufaa::directory
