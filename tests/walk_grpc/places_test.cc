// Where a child is brought to safety, and how it comes away from an agency that answers no more.
#include <gmock/gmock.h>

#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class PlacesTest : public OneCaseTest {
 protected:
  void SetUp() override {
    OneCaseTest::SetUp();
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
  }

  cw::DeclareEmergencyRequest EmergencyAt(const std::string& place) {
    auto emergency = OnCase<cw::DeclareEmergencyRequest>(code_);
    emergency.set_place_agency(place);
    emergency.set_court("court");
    *emergency.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
    return emergency;
  }

  rf::Referral Referral() {
    return officer_
        ->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral,
                                        ReferralAt(referral_, revision_))
        .referral();
  }

  std::unique_ptr<Client> shelter_;
  std::string referral_;
};

TEST_F(PlacesTest, ItsOfficeSeesWhereAChildWasBroughtToSafety) {
  const auto moved =
      officer_->Must<cw::CaseReply>(&CaseStub::DeclareEmergency, EmergencyAt("second-shelter"));
  EXPECT_EQ(moved.case_file().place_of_safety().agency(), "second-shelter");
  const cw::Case told = CaseAsSeenBy("p-officer", code_, moved.revision());
  EXPECT_EQ(told.place_of_safety().kind(), "RESCUE_CENTRE");
  EXPECT_EQ(told.place_of_safety().agency(), "second-shelter");
  EXPECT_TRUE(told.place_of_safety().has_move_time());
  EXPECT_FALSE(CaseAsSeenBy("p-chv", code_, moved.revision()).has_place_of_safety());
}

TEST_F(PlacesTest, WhatAClosedShelterHadAcceptedIsEndedByWhoSentIt) {
  Consent(*officer_, code_, "rescue-centre");
  referral_ = Sent(*officer_, code_, "RMTS", "rescue-centre").referral().referral_code();
  shelter_->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                    OnReferral<rf::AcceptReferralRequest>(referral_));
  auto back = OnReferral<rf::RequestCancelRequest>(referral_);
  back.set_reason("RECIPIENT_GONE");
  revision_ = officer_->Must<rf::ReferralReply>(&ReferralStub::RequestCancel, back).revision();
  EXPECT_THAT(Referral().allowed_actions(), Not(Contains("ConfirmCancel")));
  rf::ReferralReply reply;
  auto end = OnReferral<rf::ConfirmCancelRequest>(referral_);
  EXPECT_REFUSED(officer_->Call(&ReferralStub::ConfirmCancel, end, &reply), NOT_DUE);

  clock_.Advance(absl::Hours(72));
  officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
  const rf::Referral overdue = Referral();
  EXPECT_THAT(overdue.allowed_actions(), Contains("ConfirmCancel"));
  EXPECT_TRUE(overdue.bed_held());
  const auto ended = officer_->Must<rf::ReferralReply>(&ReferralStub::ConfirmCancel, end);
  EXPECT_EQ(ended.referral().state(), "cancelled");
  EXPECT_FALSE(ended.referral().bed_held());
  const cw::Case told = CaseAsSeenBy("p-officer", code_, ended.revision());
  EXPECT_THAT(told.open_referrals(), IsEmpty());
}

}  // namespace
}  // namespace rufaa::testing
