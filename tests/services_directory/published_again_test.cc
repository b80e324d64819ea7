// What becomes of an offer's places when it is published anew: they go on being held.
#include <gmock/gmock.h>

#include "gtest/gtest.h"
#include "tests/services_directory/desk_fixture.h"

namespace rufaa {
namespace {

using ::testing::Contains;

class PublishedAgain : public DeskTest {
 protected:
  // As the desk publishes it: `places` 0 says nothing of them.
  directory::v1::PublishOfferResponse Shelter(uint32_t places, const std::string& hours) {
    directory::v1::PublishOfferRequest request = ShelterOffer("rescue-1");
    request.set_has_beds(places > 0);
    request.set_total(places);
    request.set_hours(hours);
    directory::v1::PublishOfferResponse reply;
    const absl::Status status = Publish(request, desk_, &reply);
    EXPECT_TRUE(status.ok()) << status;
    return reply;
  }

  // So many places of the shelter are taken; the version of that count.
  uint64_t Take(uint32_t used) {
    directory::v1::CountBedsRequest request;
    request.set_request_id(NewRequestId());
    request.set_agency("rescue-1");
    request.set_offer("shelter-rescue-1");
    request.set_used(used);
    directory::v1::CountBedsResponse reply;
    EXPECT_TRUE(hub_.Call(hub_.directory(), &Stub::CountBeds, request, &reply, desk_).ok());
    return reply.capacity().version();
  }

  directory::v1::GetCapacityResponse Capacity(uint64_t revision) {
    directory::v1::GetCapacityRequest request;
    request.set_agency("rescue-1");
    request.set_min_revision(revision);
    directory::v1::GetCapacityResponse reply;
    const absl::Status status =
        hub_.Call(hub_.directory(), &Stub::GetCapacity, request, &reply, desk_);
    EXPECT_TRUE(status.ok()) << status;
    return reply;
  }
};

TEST_F(PublishedAgain, WithoutAWordOfItsPlacesItStillCountsThem) {
  Shelter(1, "");
  const uint64_t counted = Take(1);
  const auto again = Shelter(0, "from eight to five");
  EXPECT_TRUE(again.offer().has_beds());
  EXPECT_THAT(again.offer().allowed_actions(), Contains("CountBeds"));

  directory::v1::FindOffersRequest request;
  request.set_service("RMTS");
  request.set_min_revision(again.revision());
  const auto found = Find(request);
  ASSERT_EQ(found.offers_size(), 1);
  EXPECT_EQ(found.offers(0).hours(), "from eight to five");
  EXPECT_TRUE(found.offers(0).has_beds());
  EXPECT_EQ(found.offers(0).room(), 0u);
  request.set_with_room_only(true);
  EXPECT_EQ(Find(request).offers_size(), 0) << "it is full";

  const auto capacity = Capacity(again.revision());
  ASSERT_EQ(capacity.capacities_size(), 1);
  EXPECT_EQ(capacity.capacities(0).total(), 1u);
  EXPECT_EQ(capacity.capacities(0).room(), 0u);
  EXPECT_EQ(capacity.capacities(0).version(), counted) << "nobody has counted them since";
}

TEST_F(PublishedAgain, WithAnotherTotalItHasSoMany) {
  Shelter(1, "");
  const uint64_t counted = Take(1);
  const auto again = Shelter(3, "");
  EXPECT_EQ(again.offer().total(), 3u);
  EXPECT_EQ(again.offer().room(), 2u);
  const auto capacity = Capacity(again.revision());
  ASSERT_EQ(capacity.capacities_size(), 1);
  EXPECT_EQ(capacity.capacities(0).total(), 3u);
  EXPECT_EQ(capacity.capacities(0).used(), 1u);
  EXPECT_EQ(capacity.capacities(0).version(), counted + 1);
  EXPECT_EQ(Capacity(Shelter(3, "at night").revision()).capacities(0).version(), counted + 1)
      << "the same is no count";
}

TEST_F(PublishedAgain, HowManyPlacesThereAreIsNotTheAdministratorsToCount) {
  Shelter(1, "");
  directory::v1::PublishOfferRequest request = ShelterOffer("rescue-1");
  directory::v1::PublishOfferResponse reply;
  EXPECT_EQ(ReasonOf(Publish(request, hub_.AdminToken(), &reply)), "NOT_FOUND_OR_NOT_YOURS");
  request.set_request_id(NewRequestId());
  request.set_total(1);
  EXPECT_EQ(ReasonOf(Publish(request, hub_.AdminToken(), &reply)), "OK");
}

}  // namespace
}  // namespace rufaa
