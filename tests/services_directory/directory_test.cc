#include "gtest/gtest.h"
#include "tests/services_directory/desk_fixture.h"

namespace rufaa {
namespace {

using directory::v1::DirectoryService;
using Stub = DirectoryService::Stub;

class Directory : public DeskTest {
 protected:
  Directory() { hub_.RegisterAgency("rescue-2", "RESCUE_CENTRE"); }

  absl::Status CountBeds(uint32_t total, uint32_t used, const std::string& token,
                         directory::v1::CountBedsResponse* reply, uint64_t expected_version = 0) {
    directory::v1::CountBedsRequest request;
    request.set_request_id(NewRequestId());
    request.set_agency("rescue-1");
    request.set_offer("shelter-rescue-1");
    request.set_total(total);
    request.set_used(used);
    request.set_expected_version(expected_version);
    return hub_.Call(hub_.directory(), &Stub::CountBeds, request, reply, token);
  }
};

TEST_F(Directory, AnAgencyKeepsItsOwnOffersAndNobodyElses) {
  directory::v1::PublishOfferResponse reply;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &reply).ok());
  EXPECT_EQ(reply.offer().total(), 4u);
  EXPECT_EQ(reply.offer().room(), 4u);
  EXPECT_FALSE(reply.offer().has_count_time()) << "nobody has counted yet";
  EXPECT_EQ(ReasonOf(Publish(ShelterOffer("rescue-2"), desk_, &reply)), "NOT_PERMITTED");
}

TEST_F(Directory, AnOfferStaysWithTheAgencyThatHadItsIdFirst) {
  directory::v1::PublishOfferResponse reply;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &reply).ok());
  directory::v1::PublishOfferRequest stolen = ShelterOffer("rescue-2");
  stolen.set_offer("shelter-rescue-1");
  EXPECT_EQ(ReasonOf(Publish(stolen, hub_.AdminToken(), &reply)), "NOT_FOUND_OR_NOT_YOURS");
}

TEST_F(Directory, OnlyAdministratorsRegisterAgenciesAndEnrolPeople) {
  directory::v1::RegisterAgencyRequest agency;
  agency.set_request_id(NewRequestId());
  agency.set_agency("cso-1");
  agency.set_kind("CSO");
  agency.set_display_name("A new one");
  directory::v1::RegisterAgencyResponse registered;
  EXPECT_EQ(
      ReasonOf(hub_.Call(hub_.directory(), &Stub::RegisterAgency, agency, &registered, desk_)),
      "NOT_PERMITTED");
  directory::v1::EnrollPersonRequest person;
  person.set_request_id(NewRequestId());
  person.set_person("p-2");
  person.set_agency("rescue-1");
  person.set_role("county_admin");
  directory::v1::EnrollPersonResponse enrolled;
  EXPECT_EQ(ReasonOf(hub_.Call(hub_.directory(), &Stub::EnrollPerson, person, &enrolled, desk_)),
            "NOT_PERMITTED");
}

TEST_F(Directory, APoliceStationIsNeverAPlaceOfSafety) {
  directory::v1::RegisterAgencyRequest request;
  request.set_request_id(NewRequestId());
  request.set_agency("police-1");
  request.set_kind("POLICE");
  request.set_display_name("A station");
  request.set_place_of_safety(true);
  directory::v1::RegisterAgencyResponse reply;
  EXPECT_EQ(ReasonOf(hub_.Call(hub_.directory(), &Stub::RegisterAgency, request, &reply,
                               hub_.AdminToken())),
            "POLICE_STATION_NOT_SAFE");
}

TEST_F(Directory, ARepeatedRequestIsAnsweredAgainAndWritesNothing) {
  const directory::v1::PublishOfferRequest request = ShelterOffer("rescue-1");
  directory::v1::PublishOfferResponse first, second;
  ASSERT_TRUE(Publish(request, desk_, &first).ok());
  const uint64_t head = hub_.hub().counties().at("001")->log().Head();
  ASSERT_TRUE(Publish(request, desk_, &second).ok());
  EXPECT_EQ(second.revision(), first.revision());
  EXPECT_EQ(hub_.hub().counties().at("001")->log().Head(), head);
}

TEST_F(Directory, ARequestIdWithAnotherBodyIsRefused) {
  directory::v1::PublishOfferRequest request = ShelterOffer("rescue-1");
  directory::v1::PublishOfferResponse reply;
  ASSERT_TRUE(Publish(request, desk_, &reply).ok());
  request.set_total(5);
  EXPECT_EQ(ReasonOf(Publish(request, desk_, &reply)), "REQUEST_ID_REUSED");
}

TEST_F(Directory, ACountOnAVersionThatMovedIsRefused) {
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &published).ok());
  directory::v1::CountBedsResponse reply;
  ASSERT_TRUE(CountBeds(4, 1, desk_, &reply).ok());
  const uint64_t version = reply.capacity().version();
  ASSERT_TRUE(CountBeds(4, 2, desk_, &reply, version).ok());
  EXPECT_EQ(reply.capacity().room(), 2u);
  const absl::Status late = CountBeds(4, 3, desk_, &reply, version);
  EXPECT_EQ(ReasonOf(late), "WRONG_VERSION");
  EXPECT_EQ(late.code(), absl::StatusCode::kAborted);
}

TEST_F(Directory, ACountOfMoreThanThereAreIsTakenAndSaysByHowMany) {
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &published).ok());
  directory::v1::CountBedsResponse reply;
  ASSERT_TRUE(CountBeds(30, 99, desk_, &reply).ok());
  EXPECT_EQ(reply.capacity().over_full(), 69u);
  EXPECT_EQ(reply.capacity().room(), 0u);
  ASSERT_TRUE(CountBeds(30, 30, desk_, &reply).ok());
  EXPECT_EQ(reply.capacity().over_full(), 0u);
}

TEST_F(Directory, FindsOffersBySexAgeAndRoom) {
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &published).ok());
  directory::v1::FindOffersRequest request;
  request.set_service("RMTS");
  request.set_min_revision(published.revision());
  EXPECT_EQ(Find(request).offers_size(), 1);
  request.set_sex("SMAL");
  EXPECT_EQ(Find(request).offers_size(), 0);
  request.set_sex("SFEM");
  request.set_has_age(true);
  request.set_age_years(9);
  EXPECT_EQ(Find(request).offers_size(), 0);
  request.set_age_years(10);
  EXPECT_EQ(Find(request).offers_size(), 1);
  request.set_has_age(false);
  request.clear_age_years();
  request.set_age_band("10-14");
  EXPECT_EQ(Find(request).offers_size(), 1);
  for (const char* other : {"6-9", "18+"}) {
    request.set_age_band(other);
    EXPECT_EQ(Find(request).offers_size(), 0) << other;
  }
  request.set_age_band("");

  directory::v1::CountBedsResponse counted;
  ASSERT_TRUE(CountBeds(4, 4, desk_, &counted).ok());
  request.set_min_revision(counted.revision());
  const auto full = Find(request);
  ASSERT_EQ(full.offers_size(), 1);
  EXPECT_EQ(full.offers(0).room(), 0u);
  request.set_with_room_only(true);
  EXPECT_EQ(Find(request).offers_size(), 0);
}

TEST_F(Directory, AnOffersSubCountiesAreNamedOrCodedAndKnownByTheirCodes) {
  directory::v1::PublishOfferRequest offer = ShelterOffer("rescue-1");
  offer.add_subcounties("Kisumu");
  directory::v1::PublishOfferResponse published;
  EXPECT_EQ(ReasonOf(Publish(offer, desk_, &published)), "MALFORMED");
  offer.set_subcounties(0, "kisauni");
  offer.add_subcounties("004");
  ASSERT_TRUE(Publish(offer, desk_, &published).ok());
  ASSERT_EQ(published.offer().subcounties_size(), 2);
  EXPECT_EQ(published.offer().subcounties(0), "003");
  EXPECT_EQ(published.offer().subcounties(1), "004");
  directory::v1::FindOffersRequest request;
  request.set_service("RMTS");
  request.set_min_revision(published.revision());
  for (const auto& [subcounty, found] : {std::pair("003", 1), std::pair("Kisauni", 1),
                                         std::pair("Nyali", 1), std::pair("Likoni", 0)}) {
    request.set_subcounty(subcounty);
    EXPECT_EQ(Find(request).offers_size(), found) << subcounty;
  }
  request.set_subcounty("Kisumu");
  directory::v1::FindOffersResponse none;
  EXPECT_EQ(ReasonOf(hub_.Call(hub_.directory(), &Stub::FindOffers, request, &none, desk_)),
            "MALFORMED");
}

TEST_F(Directory, AnAgencysSubCountiesAreNamedOrCodedAndKnownByTheirCodes) {
  directory::v1::RegisterAgencyRequest agency;
  agency.set_request_id(NewRequestId());
  agency.set_agency("cso-1");
  agency.set_kind("CSO");
  agency.set_display_name("A new one");
  agency.add_subcounties("Kisumu");
  directory::v1::RegisterAgencyResponse registered;
  const auto add = [&] {
    return hub_.Call(hub_.directory(), &Stub::RegisterAgency, agency, &registered,
                     hub_.AdminToken());
  };
  EXPECT_EQ(ReasonOf(add()), "MALFORMED");
  agency.set_subcounties(0, "Kisauni");
  ASSERT_TRUE(add().ok());
  ASSERT_EQ(registered.agency().subcounties_size(), 1);
  EXPECT_EQ(registered.agency().subcounties(0), "003");
  for (const auto& [subcounty, found] : {std::pair("Kisauni", 1), std::pair("Likoni", 0)}) {
    directory::v1::ListAgenciesRequest request;
    request.set_kind("CSO");
    request.set_subcounty(subcounty);
    request.set_min_revision(registered.revision());
    directory::v1::ListAgenciesResponse reply;
    ASSERT_TRUE(hub_.Call(hub_.directory(), &Stub::ListAgencies, request, &reply, desk_).ok());
    EXPECT_EQ(reply.agencies_size(), found) << subcounty;
  }
}

TEST_F(Directory, AFigureThatNobodyConfirmedForAWeekIsStale) {
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &published).ok());
  directory::v1::CountBedsResponse counted;
  ASSERT_TRUE(CountBeds(4, 1, desk_, &counted).ok());
  EXPECT_FALSE(counted.capacity().stale());
  hub_.clock().Advance(absl::Hours(8 * 24));
  desk_ = *hub_.SignIn("p-desk-1", "a password of p-desk-1");
  directory::v1::FindOffersRequest request;
  request.set_service("RMTS");
  request.set_min_revision(counted.revision());
  const auto found = Find(request);
  ASSERT_EQ(found.offers_size(), 1);
  EXPECT_TRUE(found.offers(0).stale());
}

TEST_F(Directory, ListsPeopleOfOnesOwnAgencyOnly) {
  hub_.Enrol("p-desk-2", "rescue-2", "agency_desk");
  directory::v1::ListPeopleRequest request;
  request.set_min_revision(hub_.hub().counties().at("001")->log().Head());
  directory::v1::ListPeopleResponse reply;
  ASSERT_TRUE(hub_.Call(hub_.directory(), &Stub::ListPeople, request, &reply, desk_).ok());
  ASSERT_EQ(reply.people_size(), 1);
  EXPECT_EQ(reply.people(0).person(), "p-desk-1");
  request.set_agency("rescue-2");
  EXPECT_EQ(ReasonOf(hub_.Call(hub_.directory(), &Stub::ListPeople, request, &reply, desk_)),
            "NOT_PERMITTED");
}

TEST_F(Directory, AnOperatorIsPromisedNothingOfWhatAgenciesKeep) {
  const std::string operator_token = hub_.Enrol("p-operator", "hub", "operator");
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &published).ok());
  for (const auto& [token, may] :
       {std::pair(operator_token, false), std::pair(hub_.AdminToken(), true)}) {
    directory::v1::ListAgenciesRequest agencies;
    agencies.set_min_revision(published.revision());
    directory::v1::ListAgenciesResponse listed;
    ASSERT_TRUE(hub_.Call(hub_.directory(), &Stub::ListAgencies, agencies, &listed, token).ok());
    ASSERT_GT(listed.agencies_size(), 0);
    for (const auto& agency : listed.agencies()) {
      EXPECT_EQ(agency.allowed_actions_size() > 0, may) << agency.agency();
    }
    directory::v1::ListOffersRequest offers;
    offers.set_min_revision(published.revision());
    directory::v1::ListOffersResponse offered;
    ASSERT_TRUE(hub_.Call(hub_.directory(), &Stub::ListOffers, offers, &offered, token).ok());
    ASSERT_EQ(offered.offers_size(), 1);
    EXPECT_EQ(offered.offers(0).allowed_actions_size() > 0, may);
    directory::v1::OpenDeskRequest desk;
    desk.set_request_id(NewRequestId());
    desk.set_agency("rescue-1");
    desk.set_desk("night");
    desk.set_display_name("Night");
    directory::v1::OpenDeskResponse opened;
    EXPECT_EQ(ReasonOf(hub_.Call(hub_.directory(), &Stub::OpenDesk, desk, &opened, token)),
              may ? "OK" : "NOT_PERMITTED");
  }
  directory::v1::ListPeopleRequest people;
  people.set_agency("rescue-1");
  people.set_min_revision(published.revision());
  directory::v1::ListPeopleResponse reply;
  ASSERT_TRUE(hub_.Call(hub_.directory(), &Stub::ListPeople, people, &reply, operator_token).ok());
  EXPECT_EQ(reply.people_size(), 1);
}

TEST_F(Directory, NobodyIsEnrolledAtADeskThatIsNotThere) {
  const std::string admin = hub_.AdminToken();
  directory::v1::EnrollPersonRequest request;
  request.set_person("p-desk-2");
  request.set_agency("rescue-1");
  request.set_desk("dusk");
  request.set_role("agency_desk");
  directory::v1::EnrollPersonResponse reply;
  const auto enroll = [&] {
    request.set_request_id(NewRequestId());
    return hub_.Call(hub_.directory(), &Stub::EnrollPerson, request, &reply, admin);
  };
  const absl::Status refused = enroll();
  EXPECT_EQ(ReasonOf(refused), "MALFORMED");
  EXPECT_EQ(RefusalOf(refused)->details.front(),
            std::make_pair(std::string("field"), std::string("desk")));
  directory::v1::OpenDeskRequest desk;
  desk.set_request_id(NewRequestId());
  desk.set_agency("rescue-1");
  desk.set_desk("dusk");
  desk.set_display_name("Dusk");
  directory::v1::OpenDeskResponse opened;
  ASSERT_TRUE(hub_.Call(hub_.directory(), &Stub::OpenDesk, desk, &opened, admin).ok());
  EXPECT_TRUE(enroll().ok());
  EXPECT_EQ(reply.person().desk(), "dusk");
}

TEST_F(Directory, ANewRoleHoldsWithinSecondsAndTheOldOneEnds) {
  directory::v1::EnrollPersonRequest request;
  request.set_request_id(NewRequestId());
  request.set_person("p-desk-1");
  request.set_agency("rescue-1");
  request.set_role("teacher");
  directory::v1::EnrollPersonResponse reply;
  ASSERT_TRUE(
      hub_.Call(hub_.directory(), &Stub::EnrollPerson, request, &reply, hub_.AdminToken()).ok());
  EXPECT_EQ(reply.person().role(), "teacher");
  hub_.clock().Advance(absl::Seconds(6));
  access::v1::WhoAmIResponse me;
  ASSERT_TRUE(hub_.WhoAmI(desk_, &me).ok());
  EXPECT_EQ(me.caller().role(), "teacher");
}

}  // namespace
}  // namespace rufaa
