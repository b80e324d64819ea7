#include "tests/walk_grpc/county.h"

namespace rufaa::testing {
namespace {

namespace cw = casework::v1;
namespace rf = referral::v1;
using CaseStub = cw::CaseworkService::Stub;
using ReferralStub = rf::ReferralService::Stub;

class OneReferralTest : public HubTest {};

TEST_F(OneReferralTest, GoesFromTheChildFoundToTheBedHeld) {
  County county(*hub_, "001");
  county.Settle();
  Client chv = county.SignIn("p-chv"), officer = county.SignIn("p-officer"),
         shelter = county.SignIn("p-shelter");

  cw::IdentifyChildRequest identify;
  identify.set_request_id(NewUuid());
  identify.set_reporter("CRHE");
  auto& category = *identify.add_categories();
  category.set_category("CSRG");
  category.set_nature("OCGE");
  identify.set_sex("SFEM");
  identify.set_age_years(12);
  identify.set_subcounty("003");
  identify.set_ward("11");
  identify.mutable_identity()->set_first_name("Zawadi");
  identify.mutable_identity()->set_surname("Kipekee");
  identify.set_narrative("Seen at the bus park at night.");
  const cw::CaseReply found = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, identify);
  const std::string code = found.case_file().case_code();
  EXPECT_EQ(found.case_file().stage(), "identified");
  EXPECT_EQ(found.case_file().owner_agency(), "sco-kisauni");

  cw::RegisterCaseRequest register_case;
  register_case.set_request_id(NewUuid());
  register_case.set_case_code(code);
  EXPECT_EQ(officer.Must<cw::CaseReply>(&CaseStub::RegisterCase, register_case)
                .case_file()
                .owner_person(),
            "p-officer");

  cw::SetRiskRequest risk;
  risk.set_request_id(NewUuid());
  risk.set_case_code(code);
  risk.set_risk("RLHG");
  EXPECT_EQ(officer.Must<cw::CaseReply>(&CaseStub::SetRisk, risk).case_file().risk(), "RLHG");

  cw::GiveConsentRequest consent;
  consent.set_request_id(NewUuid());
  consent.set_case_code(code);
  consent.set_recipient_agency("rescue-centre");
  consent.set_purpose("REFERRAL_SERVICE");
  consent.add_scope(common::v1::COMPARTMENT_IDENTITY);
  consent.set_given_by("GUARDIAN");
  officer.Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);

  rf::SendReferralRequest send;
  send.set_request_id(NewUuid());
  send.set_case_code(code);
  send.set_service("RMTS");
  send.set_to_agency("rescue-centre");
  const rf::ReferralReply sent = officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
  EXPECT_EQ(sent.referral().state(), "sent");
  EXPECT_EQ(sent.referral().turn_agency(), "rescue-centre");

  rf::AcceptReferralRequest accept;
  accept.set_request_id(NewUuid());
  accept.set_referral_code(sent.referral().referral_code());
  const rf::ReferralReply accepted =
      shelter.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral, accept);
  EXPECT_EQ(accepted.referral().state(), "accepted");
  EXPECT_TRUE(accepted.referral().bed_held());

  cw::GetCaseRequest get;
  get.set_case_code(code);
  get.set_purpose(common::v1::PURPOSE_REFERRAL_SERVICE);
  get.set_min_revision(accepted.revision());
  EXPECT_EQ(shelter.Must<cw::GetCaseResponse>(&CaseStub::GetCase, get)
                .case_file()
                .identity()
                .first_name(),
            "Zawadi");
}

}  // namespace
}  // namespace rufaa::testing
