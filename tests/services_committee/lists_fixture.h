// A county with an officer and a member of its committee, who ask for the lists behind the board.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {

namespace cm = committee::v1;

class ListsTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    chv_ = std::make_unique<Client>(county_->SignIn("p-chv"));
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    committee_ = std::make_unique<Client>(county_->SignIn("p-committee"));
  }
  Client& officer() { return *officer_; }
  Client& committee() { return *committee_; }

  // A case with a referral to `agency`, and a need that nobody meets.
  std::string Make(const std::string& agency = "rescue-centre") {
    const std::string code = RegisteredCase(*chv_, officer()).case_file().case_code();
    Consent(officer(), code, agency);
    const auto sent = Sent(officer(), code, "RMTS", agency);
    referrals_.push_back(sent.referral().referral_code());
    revision_ = sent.revision();
    auto need = OnCase<cw::OpenNeedRequest>(code);
    need.set_code("RMPP");
    revision_ = officer().Must<cw::CaseReply>(&CaseStub::OpenNeed, need).revision();
    return code;
  }
  void MakeMany(int many) {
    for (int i = 0; i < many; ++i) Make();
  }
  // Sessions do not last for weeks.
  void Later(absl::Duration by) {
    clock_.Advance(by);
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    committee_ = std::make_unique<Client>(county_->SignIn("p-committee"));
  }
  template <class Request>
  Request At() {
    Request request;
    request.set_min_revision(revision_);
    return request;
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> chv_, officer_, committee_;
  std::vector<std::string> referrals_;
  uint64_t revision_ = 0;
};

}  // namespace rufaa::testing
