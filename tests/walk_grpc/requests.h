// Requests of the walk, each with a request_id of its own and what most of them need.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "rufaa/casework/v1/casework_service.pb.h"
#include "rufaa/referral/v1/referral_service.pb.h"
#include "services/rpc/convert.h"
#include "tests/walk_grpc/county.h"

namespace rufaa::testing {

namespace cw = casework::v1;
namespace rf = referral::v1;
using CaseStub = cw::CaseworkService::Stub;
using ReferralStub = rf::ReferralService::Stub;

template <class Request>
Request OnCase(absl::string_view code) {
  Request request;
  request.set_request_id(NewUuid());
  request.set_case_code(std::string(code));
  return request;
}

template <class Request>
Request OnReferral(absl::string_view code) {
  Request request;
  request.set_request_id(NewUuid());
  request.set_referral_code(std::string(code));
  return request;
}

inline cw::IdentifyChildRequest ChildFound() {
  cw::IdentifyChildRequest request;
  request.set_request_id(NewUuid());
  request.set_reporter("CRHE");
  auto& category = *request.add_categories();
  category.set_category("CSRG");
  category.set_nature("OCGE");
  request.set_sex("SFEM");
  request.set_age_years(12);
  request.set_subcounty("003");
  request.set_ward("11");
  request.mutable_identity()->set_first_name("Zawadi");
  request.mutable_identity()->set_surname("Kipekee");
  request.set_narrative("Seen at the bus park at night.");
  request.set_location("Behind the old cinema.");
  return request;
}

inline cw::GetCaseRequest CaseAt(absl::string_view code, uint64_t min_revision,
                                 common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED) {
  cw::GetCaseRequest request;
  request.set_case_code(std::string(code));
  request.set_min_revision(min_revision);
  request.set_purpose(purpose);
  return request;
}

inline rf::GetReferralRequest ReferralAt(
    absl::string_view code, uint64_t min_revision,
    common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED) {
  rf::GetReferralRequest request;
  request.set_referral_code(std::string(code));
  request.set_min_revision(min_revision);
  request.set_purpose(purpose);
  return request;
}

inline rf::ListWorklistRequest Worklist(rf::Queue queue, uint64_t min_revision) {
  rf::ListWorklistRequest request;
  request.set_queue(queue);
  request.set_min_revision(min_revision);
  return request;
}

// Reported by `chv`, taken on by `officer`: a case that can be worked.
inline cw::CaseReply RegisteredCase(Client& chv, Client& officer,
                                    const cw::IdentifyChildRequest& found = ChildFound()) {
  const auto identified = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  const std::string& code = identified.case_file().case_code();
  officer.Must<cw::CaseReply>(&CaseStub::RegisterCase, OnCase<cw::RegisterCaseRequest>(code));
  auto risk = OnCase<cw::SetRiskRequest>(code);
  risk.set_risk("RLHG");
  return officer.Must<cw::CaseReply>(&CaseStub::SetRisk, risk);
}

// Consent for `agency`, so that a referral may go there.
inline void Consent(Client& officer, const std::string& code, const std::string& agency) {
  auto consent = OnCase<cw::GiveConsentRequest>(code);
  consent.set_recipient_agency(agency);
  consent.set_purpose("REFERRAL_SERVICE");
  consent.add_scope(common::v1::COMPARTMENT_IDENTITY);
  consent.add_scope(common::v1::COMPARTMENT_NARRATIVE);
  consent.set_given_by("GUARDIAN");
  officer.Must<cw::CaseReply>(&CaseStub::GiveConsent, consent);
}

inline rf::ReferralReply Sent(Client& officer, const std::string& code, const std::string& service,
                              const std::string& agency) {
  auto send = OnCase<rf::SendReferralRequest>(code);
  send.set_service(service);
  send.set_to_agency(agency);
  send.set_note("Please see her today.");
  return officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
}

// The recipient has given the service, and completes.
inline rf::ReferralReply Served(Client& recipient, const std::string& referral,
                                const std::string& service) {
  auto record = OnReferral<rf::RecordServiceRequest>(referral);
  record.set_service(service);
  recipient.Must<rf::ReferralReply>(&ReferralStub::RecordService, record);
  auto complete = OnReferral<rf::CompleteReferralRequest>(referral);
  complete.set_outcome("SERVED");
  return recipient.Must<rf::ReferralReply>(&ReferralStub::CompleteReferral, complete);
}

}  // namespace rufaa::testing
