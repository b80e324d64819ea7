// What is left out of a request, and what is misspelt in one.
#include "gtest/gtest.h"
#include "tests/services_directory/desk_fixture.h"

namespace rufaa {
namespace {

using directory::v1::DirectoryService;
using Stub = DirectoryService::Stub;

class Asked : public DeskTest {};

TEST_F(Asked, ACountThatNamesOneFigureKeepsTheOther) {
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &published).ok());
  directory::v1::CountBedsRequest request;
  request.set_agency("rescue-1");
  request.set_offer("shelter-rescue-1");
  directory::v1::CountBedsResponse reply;
  const auto count = [&] {
    request.set_request_id(NewRequestId());
    return hub_.Call(hub_.directory(), &Stub::CountBeds, request, &reply, desk_);
  };
  const absl::Status neither = count();
  EXPECT_EQ(ReasonOf(neither), "MALFORMED");
  EXPECT_NE(absl::string_view(neither.message()).find("used"), absl::string_view::npos);
  request.set_used(3);
  ASSERT_TRUE(count().ok());
  EXPECT_EQ(reply.capacity().total(), 4u);
  EXPECT_EQ(reply.capacity().used(), 3u);
  request.clear_used();
  request.set_total(6);
  ASSERT_TRUE(count().ok());
  EXPECT_EQ(reply.capacity().total(), 6u);
  EXPECT_EQ(reply.capacity().used(), 3u);
  request.set_used(0);
  ASSERT_TRUE(count().ok());
  EXPECT_EQ(reply.capacity().used(), 0u);
}

TEST_F(Asked, AnOfferWithATotalCountsItsPlaces) {
  directory::v1::PublishOfferRequest request = ShelterOffer("rescue-1");
  request.clear_has_beds();
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(request, desk_, &published).ok());
  EXPECT_TRUE(published.offer().has_beds());
  EXPECT_EQ(published.offer().total(), 4u);
}

TEST_F(Asked, AnAgeCountsByBeingGivenAndEarlierClientsSayThatItIs) {
  directory::v1::PublishOfferResponse published;
  ASSERT_TRUE(Publish(ShelterOffer("rescue-1"), desk_, &published).ok());
  directory::v1::FindOffersRequest request;
  request.set_service("RMTS");
  request.set_min_revision(published.revision());
  request.set_age_years(9);
  EXPECT_EQ(Find(request).offers_size(), 0);
  request.set_age_years(10);
  EXPECT_EQ(Find(request).offers_size(), 1);
  request.set_age_years(0);
  EXPECT_EQ(Find(request).offers_size(), 0) << "a baby";
  request.clear_age_years();
  EXPECT_EQ(Find(request).offers_size(), 1);
  request.set_has_age(true);
  EXPECT_EQ(Find(request).offers_size(), 0) << "of an earlier client: a baby";
}

TEST_F(Asked, WhatThereIsNotIsNotSearchedFor) {
  const auto refused = [&](auto request, const char* field, const char* value, auto method,
                           auto reply) {
    request.GetReflection()->SetString(&request, request.GetDescriptor()->FindFieldByName(field),
                                       value);
    const absl::Status status = hub_.Call(hub_.directory(), method, request, &reply, desk_);
    const absl::optional<Refusal> why = RefusalOf(status);
    EXPECT_TRUE(why && why->details.front().second == field) << field << ": " << status;
    return ReasonOf(status);
  };
  directory::v1::FindOffersRequest find;
  find.set_service("RMTS");
  const directory::v1::FindOffersResponse found;
  EXPECT_EQ(refused(find, "service", "FOOO", &Stub::FindOffers, found), "UNKNOWN_CODE");
  EXPECT_EQ(refused(find, "sex", "FEMALE", &Stub::FindOffers, found), "UNKNOWN_CODE");
  EXPECT_EQ(refused(find, "age_band", "young", &Stub::FindOffers, found), "MALFORMED");
  EXPECT_EQ(refused(directory::v1::ListAgenciesRequest(), "kind", "SHELTER", &Stub::ListAgencies,
                    directory::v1::ListAgenciesResponse()),
            "UNKNOWN_CODE");
  EXPECT_EQ(refused(directory::v1::ListOffersRequest(), "agency", "rescue-tumainy",
                    &Stub::ListOffers, directory::v1::ListOffersResponse()),
            "MALFORMED");
  EXPECT_EQ(refused(directory::v1::GetCapacityRequest(), "agency", "rescue-tumainy",
                    &Stub::GetCapacity, directory::v1::GetCapacityResponse()),
            "MALFORMED");
}

}  // namespace
}  // namespace rufaa
