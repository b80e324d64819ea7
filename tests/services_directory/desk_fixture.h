// The desk of a rescue centre, which publishes offers and finds them.
#pragma once

#include <string>

#include "gtest/gtest.h"
#include "tests/services_rpc/served_hub.h"

namespace rufaa {

inline directory::v1::PublishOfferRequest ShelterOffer(const std::string& agency) {
  directory::v1::PublishOfferRequest request;
  request.set_request_id(NewRequestId());
  request.set_offer("shelter-" + agency);
  request.set_agency(agency);
  request.add_services("RMTS");
  request.set_destination("RMCI");
  request.set_display_name("Shelter");
  request.set_sex("SFEM");
  request.set_age_min(10);
  request.set_has_beds(true);
  request.set_total(4);
  return request;
}

class DeskTest : public ::testing::Test {
 protected:
  using Stub = directory::v1::DirectoryService::Stub;

  DeskTest() {
    hub_.RegisterAgency("rescue-1", "RESCUE_CENTRE");
    desk_ = hub_.Enrol("p-desk-1", "rescue-1", "agency_desk");
  }

  absl::Status Publish(const directory::v1::PublishOfferRequest& request, const std::string& token,
                       directory::v1::PublishOfferResponse* reply) {
    return hub_.Call(hub_.directory(), &Stub::PublishOffer, request, reply, token);
  }

  directory::v1::FindOffersResponse Find(const directory::v1::FindOffersRequest& request) {
    directory::v1::FindOffersResponse reply;
    const absl::Status status =
        hub_.Call(hub_.directory(), &Stub::FindOffers, request, &reply, desk_);
    EXPECT_TRUE(status.ok()) << status;
    return reply;
  }

  ServedHub hub_;
  std::string desk_;
};

}  // namespace rufaa
