// What becomes of an offer that is withdrawn, in the lists that had it.
#include "gtest/gtest.h"
#include "services/rpc/convert.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {
namespace {

using Stub = directory::v1::DirectoryService::Stub;

// All is done by the administrator, who may keep the offers of every agency.
class WithdrawnOffers : public testing::Test {
 protected:
  WithdrawnOffers() {
    hub_.RegisterAgency("rescue-1", "RESCUE_CENTRE");
    hub_.RegisterAgency("rescue-2", "RESCUE_CENTRE");
  }

  template <class Reply, class Request>
  Reply Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
             const Request& request) {
    Reply reply;
    const absl::Status status =
        hub_.Call(hub_.directory(), method, request, &reply, hub_.AdminToken());
    EXPECT_TRUE(status.ok()) << status;
    return reply;
  }

  directory::v1::PublishOfferResponse Publish(const std::string& agency) {
    directory::v1::PublishOfferRequest request;
    request.set_request_id(NewRequestId());
    request.set_offer("shelter-" + agency);
    request.set_agency(agency);
    request.add_services("RMTS");
    request.set_destination("RDNG");
    request.set_has_beds(true);
    request.set_total(4);
    return Must(&Stub::PublishOffer, request);
  }

  directory::v1::WithdrawOfferResponse Withdraw(const std::string& agency, absl::Time at) {
    directory::v1::WithdrawOfferRequest request;
    request.set_request_id(NewRequestId());
    request.set_agency(agency);
    request.set_offer("shelter-" + agency);
    *request.mutable_occur_time() = rpc::ToProto(at);
    return Must(&Stub::WithdrawOffer, request);
  }

  ServedHub hub_;
};

TEST_F(WithdrawnOffers, AListGoesOnAfterOneThatIsGoneSince) {
  Publish("rescue-1");
  const uint64_t both = Publish("rescue-2").revision();
  directory::v1::ListOffersRequest list;
  list.set_page_size(1);
  list.set_min_revision(both);
  const auto listed = Must(&Stub::ListOffers, list);
  ASSERT_EQ(listed.offers_size(), 1);
  EXPECT_EQ(listed.offers(0).offer(), "shelter-rescue-1");
  directory::v1::FindOffersRequest find;
  find.set_service("RMTS");
  find.set_page_size(1);
  find.set_min_revision(both);
  const auto found = Must(&Stub::FindOffers, find);
  ASSERT_EQ(found.offers_size(), 1);
  EXPECT_EQ(found.offers(0).offer(), "shelter-rescue-1");

  const uint64_t since = Withdraw("rescue-1", hub_.clock().Now()).revision();
  list.set_page_token(listed.next_page_token());
  list.set_min_revision(since);
  const auto next = Must(&Stub::ListOffers, list);
  ASSERT_EQ(next.offers_size(), 1);
  EXPECT_EQ(next.offers(0).offer(), "shelter-rescue-2");
  EXPECT_EQ(next.next_page_token(), "");
  find.set_page_token(found.next_page_token());
  find.set_min_revision(since);
  const auto also = Must(&Stub::FindOffers, find);
  ASSERT_EQ(also.offers_size(), 1);
  EXPECT_EQ(also.offers(0).offer(), "shelter-rescue-2");
  EXPECT_EQ(also.next_page_token(), "");
}

TEST_F(WithdrawnOffers, OneSaysSoAndLetsNothingBeDoneWithItUntilItIsPublishedAgain) {
  Publish("rescue-1");
  const absl::Time yesterday = hub_.clock().Now() - absl::Hours(24);
  const auto withdrawn = Withdraw("rescue-1", yesterday);
  EXPECT_TRUE(withdrawn.offer().withdrawn());
  EXPECT_EQ(rpc::FromProto(withdrawn.offer().withdraw_time()), yesterday);
  directory::v1::ListOffersRequest request;
  request.set_min_revision(withdrawn.revision());
  EXPECT_EQ(Must(&Stub::ListOffers, request).offers_size(), 0);
  request.set_include_withdrawn(true);
  const auto listed = Must(&Stub::ListOffers, request);
  ASSERT_EQ(listed.offers_size(), 1);
  EXPECT_TRUE(listed.offers(0).withdrawn());
  EXPECT_EQ(listed.offers(0).allowed_actions_size(), 0);

  request.set_min_revision(Publish("rescue-1").revision());
  const auto standing = Must(&Stub::ListOffers, request);
  ASSERT_EQ(standing.offers_size(), 1);
  EXPECT_FALSE(standing.offers(0).withdrawn());
  EXPECT_EQ(standing.offers(0).allowed_actions_size(), 2);
}

}  // namespace
}  // namespace rufaa
