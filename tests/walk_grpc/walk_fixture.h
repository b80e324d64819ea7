// A settled county, and what everybody may know of a case in it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {

namespace au = audit::v1;

class WalkTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }

  // `person` can't tell the case from one that is not there.
  void ExpectUnknownTo(const std::string& person, const std::string& code, uint64_t revision) {
    Client client = county_->SignIn(person);
    cw::GetCaseResponse reply;
    EXPECT_REFUSED(client.Call(&CaseStub::GetCase, CaseAt(code, revision), &reply),
                   NOT_FOUND_OR_NOT_YOURS);
  }

  cw::Case CaseAsSeenBy(const std::string& person, const std::string& code, uint64_t revision,
                        common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED) {
    Client client = county_->SignIn(person);
    return client.Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code, revision, purpose))
        .case_file();
  }

  // Types of the case's events, oldest first, as an auditor reads them.
  std::vector<std::string> Trail(const std::string& code, uint64_t revision) {
    Client auditor = county_->SignIn("p-auditor");
    au::GetTrailRequest request;
    request.set_case_code(code);
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    request.set_min_revision(revision);
    request.set_page_size(500);
    const auto trail =
        auditor.Must<au::GetTrailResponse>(&au::AuditService::Stub::GetTrail, request);
    std::vector<std::string> types;
    for (const au::TrailEntry& entry : trail.entries()) types.push_back(entry.event_type());
    return types;
  }

  // What `agency` knew of the case at a position, all of it as one text.
  std::string KnownThen(const std::string& agency, const std::string& code, uint64_t position) {
    Client auditor = county_->SignIn("p-auditor");
    au::GetAsOfRequest request;
    request.set_agency(agency);
    request.set_case_code(code);
    request.set_as_of_position(position);
    request.set_purpose(common::v1::PURPOSE_AUDIT);
    return auditor.Must<au::GetAsOfResponse>(&au::AuditService::Stub::GetAsOf, request)
        .ShortDebugString();
  }

  std::unique_ptr<County> county_;
};

// And one case in it, which its officer has registered.
class OneCaseTest : public WalkTest {
 protected:
  void SetUp() override {
    WalkTest::SetUp();
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    Client chv = county_->SignIn("p-chv");
    const cw::CaseReply registered = RegisteredCase(chv, *officer_);
    code_ = registered.case_file().case_code();
    revision_ = registered.revision();
  }

  std::unique_ptr<Client> officer_;
  std::string code_;
  uint64_t revision_ = 0;
};

}  // namespace rufaa::testing
