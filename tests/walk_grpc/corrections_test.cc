// What turns out to have been wrong is put right, through the calls that the console makes.
#include "tests/walk_grpc/walk_fixture.h"

namespace rufaa::testing {
namespace {

class CorrectionsTest : public WalkTest {
 protected:
  void SetUp() override {
    WalkTest::SetUp();
    chv_ = std::make_unique<Client>(county_->SignIn("p-chv"));
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
  }

  std::string Registered(const cw::IdentifyChildRequest& found = ChildFound()) {
    return RegisteredCase(*chv_, *officer_, found).case_file().case_code();
  }

  cw::CorrectDetailsRequest Correction(const std::string& code) {
    auto request = OnCase<cw::CorrectDetailsRequest>(code);
    request.set_reason("heard at the visit");
    return request;
  }

  std::string SentToShelter(const std::string& code) {
    Consent(*officer_, code, "rescue-centre");
    return Sent(*officer_, code, "RMTS", "rescue-centre").referral().referral_code();
  }

  std::unique_ptr<Client> chv_, officer_, shelter_;
};

TEST_F(CorrectionsTest, WhatIsNotSaidStaysAndARiskThatWasForcedStaysForced) {
  cw::IdentifyChildRequest found = ChildFound();
  found.set_trafficking(true);
  const std::string code = Registered(found);
  auto correction = Correction(code);
  correction.set_sex("SMAL");
  officer_->Must<cw::CaseReply>(&CaseStub::CorrectDetails, correction);
  auto risk = OnCase<cw::SetRiskRequest>(code);
  risk.set_risk("RLLW");
  EXPECT_EQ(officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk).case_file().risk(), "RLHG");

  auto taken_back = Correction(code);
  taken_back.set_trafficking(false);
  officer_->Must<cw::CaseReply>(&CaseStub::CorrectDetails, taken_back);
  risk.set_request_id(NewUuid());
  EXPECT_EQ(officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk).case_file().risk(), "RLLW");
}

TEST_F(CorrectionsTest, AnAssaultThatIsToldLaterForcesTheRisk) {
  const std::string code = Registered();
  auto risk = OnCase<cw::SetRiskRequest>(code);
  risk.set_risk("RLLW");
  officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
  auto correction = Correction(code);
  *correction.mutable_exposure_time() = rpc::ToProto(clock_.Now() - absl::Hours(100));
  const auto told = officer_->Must<cw::CaseReply>(&CaseStub::CorrectDetails, correction);
  EXPECT_EQ(told.case_file().risk(), "RLHG");
}

TEST_F(CorrectionsTest, AnAreaIsOneThatThereIsAndTakesTheOldWardAlong) {
  const std::string code = Registered();
  auto nowhere = Correction(code);
  nowhere.set_subcounty("999");
  cw::CaseReply reply;
  EXPECT_REFUSED(officer_->Call(&CaseStub::CorrectDetails, nowhere, &reply), UNKNOWN_CODE);
  auto elsewhere = Correction(code);
  elsewhere.set_subcounty("Nyali");
  const auto moved = officer_->Must<cw::CaseReply>(&CaseStub::CorrectDetails, elsewhere);
  EXPECT_EQ(moved.case_file().subcounty(), "004");
  EXPECT_EQ(moved.case_file().ward(), "");
  auto ward_of_the_old = Correction(code);
  ward_of_the_old.set_ward("11");
  EXPECT_REFUSED(officer_->Call(&CaseStub::CorrectDetails, ward_of_the_old, &reply), UNKNOWN_CODE);
}

TEST_F(CorrectionsTest, AServiceRecordedOfTheWrongChildIsTakenBackByWhoRecordedIt) {
  const std::string code = Registered();
  const std::string referral = SentToShelter(code);
  shelter_->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                    OnReferral<rf::AcceptReferralRequest>(referral));
  Served(*shelter_, referral, "RMTS");
  auto error = OnReferral<rf::MarkEnteredInErrorRequest>(referral);
  error.set_reason("SENT_IN_ERROR");
  rf::ReferralReply reply;
  EXPECT_REFUSED(officer_->Call(&ReferralStub::MarkEnteredInError, error, &reply), NOT_PERMITTED);
  const auto marked = shelter_->Must<rf::ReferralReply>(&ReferralStub::MarkEnteredInError, error);
  EXPECT_EQ(marked.referral().state(), "entered-in-error");
  const cw::Case after =
      CaseAsSeenBy("p-officer", code, marked.revision(), common::v1::PURPOSE_CASE_MGMT);
  ASSERT_EQ(after.needs_size(), 1);
  EXPECT_EQ(after.needs(0).state(), "open");
}

TEST_F(CorrectionsTest, WhoPassedTheCaseOnStillConfirmsWhatItWasAnsweredBefore) {
  const std::string code = Registered();
  const std::string referral = SentToShelter(code);
  auto decline = OnReferral<rf::DeclineReferralRequest>(referral);
  decline.set_reason("NO_CAPACITY");
  shelter_->Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline);
  auto transfer = OnCase<cw::RequestTransferRequest>(code);
  transfer.set_to_agency("sco-nyali");
  officer_->Must<cw::CaseReply>(&CaseStub::RequestTransfer, transfer);
  Client nyali = county_->SignIn("p-nyali");
  nyali.Must<cw::CaseReply>(&CaseStub::AcceptTransfer, OnCase<cw::AcceptTransferRequest>(code));
  EXPECT_TRUE(officer_
                  ->Must<rf::ReferralReply>(&ReferralStub::ConfirmLoop,
                                            OnReferral<rf::ConfirmLoopRequest>(referral))
                  .referral()
                  .loop_confirmed());
}

}  // namespace
}  // namespace rufaa::testing
