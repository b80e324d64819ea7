#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace cm = committee::v1;

class BoardTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }
  std::unique_ptr<County> county_;
};

TEST_F(BoardTest, TheBoardCountsForTheCommitteeAndHidesSmallNumbers) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         committee = county_->SignIn("p-committee"), op = county_->SignIn("p-operator");
  const auto kase = RegisteredCase(chv, officer);
  cm::GetBoardRequest request;
  request.set_min_revision(kase.revision());
  const auto hidden =
      committee.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
  ASSERT_EQ(hidden.cases_size(), 1);
  EXPECT_TRUE(hidden.cases(0).count().suppressed());
  EXPECT_EQ(hidden.cases(0).count().value(), 0u);
  const auto shown =
      officer.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
  ASSERT_EQ(shown.cases_size(), 1);
  EXPECT_EQ(shown.cases(0).count().value(), 1u);
  cm::GetBoardResponse none;
  EXPECT_REFUSED(op.Call(&cm::CommitteeService::Stub::GetBoard, request, &none), NOT_PERMITTED);
}

TEST_F(BoardTest, WhatIsOverdueIsListedWithMaskedCodes) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         committee = county_->SignIn("p-committee");
  const auto kase = RegisteredCase(chv, officer);
  clock_.Advance(absl::Hours(24 * 30));
  cm::ListOverdueRequest request;
  request.set_min_revision(kase.revision());
  const auto overdue =
      committee.Must<cm::ListOverdueResponse>(&cm::CommitteeService::Stub::ListOverdue, request);
  ASSERT_EQ(overdue.items_size(), 1);
  EXPECT_EQ(overdue.items(0).turn_agency(), "sco-kisauni");
  EXPECT_NE(overdue.items(0).masked_code(), kase.case_file().case_code());
  EXPECT_EQ(overdue.items(0).masked_code().substr(0, 6), kase.case_file().case_code().substr(0, 6));
}

}  // namespace
}  // namespace rufaa::testing
