// A hub whose disk is full: it takes in nothing, and says so; what is there can still be read.
#include <thread>

#include "tests/support/fault_env.h"
#include "tests/walk_grpc/reads.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

class FullDiskTest : public HubTest {
 protected:
  void SetUp() override {
    env_ = disk_.env();
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
    Client chv = county_->SignIn("p-chv");
    code_ = RegisteredCase(chv, *officer_).case_file().case_code();
    Consent(*officer_, code_, "rescue-centre");
    revision_ = Sent(*officer_, code_, "RMTS", "rescue-centre").revision();
    // What follows writes nothing any more.
    ViewRunner& views = hub_->counties().at("001")->views();
    ASSERT_TRUE(views.WaitForAll(revision_, absl::InfiniteFuture()).ok());
    risk_ = OnCase<cw::SetRiskRequest>(code_);
    risk_.set_risk("RLMD");
  }
  void TearDown() override { Stop(); }

  void ExpectNothingIsTakenIn() {
    for (int tries = 0; tries < 3; ++tries) {
      cw::CaseReply reply;
      const absl::Status full = officer_->Call(&CaseStub::SetRisk, risk_, &reply);
      EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
      EXPECT_REFUSED(full, STORE_FULL);
    }
    EXPECT_EQ(hub_->counties().at("001")->log().Head(), revision_);
    cw::GetCaseResponse named;
    EXPECT_REFUSED(officer_->Call(&CaseStub::GetCase,
                                  CaseAt(code_, revision_, common::v1::PURPOSE_CASE_MGMT), &named),
                   ACCESS_BOOK_UNAVAILABLE);
  }

  void ExpectWhatIsThereIsRead() {
    const auto kase =
        officer_->Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code_, revision_));
    EXPECT_EQ(kase.case_file().case_code(), code_);
    const auto inbox = shelter_->Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist,
                                                                Worklist(rf::QUEUE_NEW, revision_));
    EXPECT_EQ(inbox.referrals_size(), 1);
    EXPECT_TRUE(hub_->WaitUntilServing(absl::InfinitePast()).ok());
    EXPECT_TRUE(hub_->Failure().ok());
  }

  // Under the request_id that was refused.
  void ExpectItGoesOn() {
    const auto moved = officer_->Must<cw::CaseReply>(&CaseStub::SetRisk, risk_);
    EXPECT_GT(moved.revision(), revision_);
    const auto named = officer_->Must<cw::GetCaseResponse>(
        &CaseStub::GetCase, CaseAt(code_, moved.revision(), common::v1::PURPOSE_CASE_MGMT));
    EXPECT_EQ(named.case_file().identity().first_name(), "Zawadi");
  }

  const rpc::Counter& Missed() {
    return hub_->metrics().CounterOf("rufaa_shown_not_entered_total", "");
  }

  // The same; that it was shown could not be entered, for which no answer waits.
  void ExpectWhatIsThereIsShown() {
    ExpectWhatIsThereIsRead();
    while (Missed().value() < 2) std::this_thread::yield();  // A header and an inbox.
  }

  // Of those who were shown the case while the book could not take it in, the next showing tells.
  void ExpectWhatIsShownIsEnteredAgain() {
    ExpectWhatIsThereIsRead();
    EXPECT_EQ(Missed().value(), 2u);
    Client auditor = county_->SignIn("p-auditor");
    std::vector<std::string> shown;
    for (const audit::v1::ReadRecord& read : ReadsAndShown(auditor, ReadsOfCase(code_))) {
      if (read.shown()) shown.push_back(read.method());
    }
    EXPECT_EQ(shown, (std::vector<std::string>{"CaseworkService/GetCase",
                                               "ReferralService/ListWorklist"}));
  }

  FaultEnv disk_;
  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_, shelter_;
  std::string code_;
  uint64_t revision_ = 0;
  cw::SetRiskRequest risk_;
};

TEST_F(FullDiskTest, WritesAreRefusedWhileThereIsStillALittleRoomAndReadsGoOn) {
  disk_.ReportFreeBytes(uint64_t{48} << 20);
  ExpectNothingIsTakenIn();
  ExpectWhatIsThereIsShown();
  disk_.ReportFreeBytes(uint64_t{1} << 40);
  ExpectItGoesOn();
  ExpectWhatIsShownIsEnteredAgain();
}

TEST_F(FullDiskTest, WritesThatFoundNoRoomAreRefusedAndReadsGoOn) {
  disk_.FillDisk();
  ExpectNothingIsTakenIn();
  EXPECT_GT(disk_.failed_appends(), 0u);
  ExpectWhatIsThereIsShown();
  disk_.EmptyDisk();
  ExpectItGoesOn();
  ExpectWhatIsShownIsEnteredAgain();
}

}  // namespace
}  // namespace rufaa::testing
