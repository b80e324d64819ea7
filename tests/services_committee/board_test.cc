#include <gmock/gmock.h>

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
  for (const cm::CaseCell& sum : hidden.case_sums()) EXPECT_TRUE(sum.count().suppressed());
  const auto shown =
      officer.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
  ASSERT_EQ(shown.cases_size(), 1);
  EXPECT_EQ(shown.cases(0).count().value(), 1u);
  ASSERT_EQ(shown.case_sums_size(), 3);
  for (const cm::CaseCell& sum : shown.case_sums()) EXPECT_EQ(sum.count().value(), 1u);
  EXPECT_EQ(shown.case_sums(0).stage() + shown.case_sums(0).agency(), "");
  EXPECT_EQ(shown.case_sums(1).stage(), "registered");
  EXPECT_EQ(shown.case_sums(2).agency(), "sco-kisauni");
  cm::GetBoardResponse none;
  EXPECT_REFUSED(op.Call(&cm::CommitteeService::Stub::GetBoard, request, &none), NOT_PERMITTED);
}

TEST_F(BoardTest, ASubCountyNarrowsEverythingButWhatWouldTellOfOne) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         committee = county_->SignIn("p-committee");
  const auto kase = RegisteredCase(chv, officer);
  Consent(officer, kase.case_file().case_code(), "rescue-centre");
  const auto sent = Sent(officer, kase.case_file().case_code(), "RMTS", "rescue-centre");
  cm::GetBoardRequest request;
  request.set_min_revision(sent.revision());
  request.set_cohort_days(90);
  for (const auto& [subcounty, there] : {std::pair("Kisauni", 1), std::pair("001", 0)}) {
    request.set_subcounty(subcounty);
    const auto board =
        officer.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
    EXPECT_EQ(board.cases_size(), there) << subcounty;
    EXPECT_EQ(board.referral_states_size(), there);
    EXPECT_EQ(board.referrals_size(), there);
    EXPECT_EQ(board.agencies_size(), there);
    EXPECT_EQ(board.county().sent(), static_cast<uint64_t>(there));
    EXPECT_EQ(board.cohort_days(), 90u);
    EXPECT_EQ((rpc::FromProto(board.cohort_to_time()) - rpc::FromProto(board.cohort_from_time())),
              absl::Hours(24 * 90));
    const auto hidden =
        committee.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
    EXPECT_EQ(hidden.cases_size(), there);
    EXPECT_EQ(hidden.case_sums_size(), 0);
    EXPECT_FALSE(hidden.has_county());
    EXPECT_EQ(hidden.agencies_size(), 0);
  }
  cm::GetBoardResponse none;
  request.set_subcounty("Atlantis");
  EXPECT_REFUSED(officer.Call(&cm::CommitteeService::Stub::GetBoard, request, &none), MALFORMED);
  request.set_subcounty("");
  request.set_cohort_days(31);
  EXPECT_REFUSED(officer.Call(&cm::CommitteeService::Stub::GetBoard, request, &none), MALFORMED);
}

TEST_F(BoardTest, IndicatorsNameTheirParts) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         shelter = county_->SignIn("p-shelter"), committee = county_->SignIn("p-committee");
  const auto kase = RegisteredCase(chv, officer);
  Consent(officer, kase.case_file().case_code(), "rescue-centre");
  const auto sent = Sent(officer, kase.case_file().case_code(), "RMTS", "rescue-centre");
  const auto accepted = shelter.Must<rf::ReferralReply>(
      &ReferralStub::AcceptReferral,
      OnReferral<rf::AcceptReferralRequest>(sent.referral().referral_code()));
  clock_.Advance(absl::Hours(24 * 42));
  officer = county_->SignIn("p-officer");
  committee = county_->SignIn("p-committee");
  cm::GetIndicatorsRequest request;
  request.set_min_revision(accepted.revision());
  const auto one = [&](Client& by, const char* id) {
    const auto all =
        by.Must<cm::GetIndicatorsResponse>(&cm::CommitteeService::Stub::GetIndicators, request);
    for (const cm::Indicator& indicator : all.indicators()) {
      if (indicator.indicator() == id) return indicator;
    }
    ADD_FAILURE() << "no " << id;
    return cm::Indicator();
  };
  EXPECT_EQ(one(officer, "children-identified").value(), 1);
  const cm::Indicator response = one(officer, "response-rate");
  EXPECT_EQ(response.value(), 1);
  EXPECT_EQ(response.part(), 1u);
  EXPECT_EQ(response.whole(), 1u);
  EXPECT_EQ(one(officer, "completion-rate").part(), 0u);
  EXPECT_EQ(one(officer, "completion-rate").whole(), 1u);
  EXPECT_EQ(one(officer, "referrals-sent").value(), 1);
  EXPECT_LT(one(committee, "referrals-sent").value(), 0);
  EXPECT_EQ(one(committee, "response-rate").whole(), 0u);
  EXPECT_LT(one(committee, "response-rate").value(), 0);
}

TEST_F(BoardTest, AnIndicatorIsNotShownToTheCommitteeWhereItWouldTellWhatAListHides) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         committee = county_->SignIn("p-committee");
  const auto children = [&](Client& by, uint64_t revision) {
    cm::GetIndicatorsRequest request;
    request.set_min_revision(revision);
    return by.Must<cm::GetIndicatorsResponse>(&cm::CommitteeService::Stub::GetIndicators, request)
        .indicators(0)
        .value();
  };
  uint64_t revision = 0;
  for (int i = 1; i <= 10; ++i) {
    revision = RegisteredCase(chv, officer).revision();
    if (i == 9) EXPECT_LT(children(committee, revision), 0) << "the one stage hides its nine";
  }
  EXPECT_EQ(children(committee, revision), 10);
  const auto last = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  auto screened = OnCase<cw::ScreenOutRequest>(last.case_file().case_code());
  screened.set_reason("NOT_A_CHILD");
  revision = officer.Must<cw::CaseReply>(&CaseStub::ScreenOut, screened).revision();
  cm::ListCountedCasesRequest open;
  open.set_min_revision(revision);
  const auto listed = committee.Must<cm::ListCountedCasesResponse>(
      &cm::CommitteeService::Stub::ListCountedCases, open);
  EXPECT_EQ(listed.cases_size(), 10);
  EXPECT_EQ(children(officer, revision), 10);
  EXPECT_EQ(children(committee, revision), 10) << "the one that was no child is not among them";
}

TEST_F(BoardTest, AReportOfNoChildOrNoCaseIsNoChildIdentified) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  for (const char* reason :
       {"NOT_A_CHILD", "FALSE_REPORT", "NO_CONCERN_FOUND", "OUT_OF_COUNTY", "DUPLICATE"}) {
    const auto found = chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
    auto screened = OnCase<cw::ScreenOutRequest>(found.case_file().case_code());
    screened.set_reason(reason);
    officer.Must<cw::CaseReply>(&CaseStub::ScreenOut, screened);
  }
  const auto found = RegisteredCase(chv, officer);
  cm::GetIndicatorsRequest request;
  request.set_min_revision(found.revision());
  const auto all =
      officer.Must<cm::GetIndicatorsResponse>(&cm::CommitteeService::Stub::GetIndicators, request);
  EXPECT_EQ(all.indicators(0).indicator(), "children-identified");
  EXPECT_EQ(all.indicators(0).value(), 1);
  cm::ListCountedCasesRequest behind;
  behind.set_min_revision(found.revision());
  behind.set_include_ended(true);
  behind.set_found_only(true);
  const auto listed = officer.Must<cm::ListCountedCasesResponse>(
      &cm::CommitteeService::Stub::ListCountedCases, behind);
  EXPECT_EQ(listed.cases_size(), 1) << "the figure and its list";
}

// The programme promised to find victims of exploitation; the office registers children in any
// need.
TEST_F(BoardTest, OnlyRegisteredCasesOfExploitationCountTowardsTheTarget) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  cw::IdentifyChildRequest neglected = ChildFound();
  neglected.mutable_categories(0)->set_category("CSIC");
  neglected.mutable_identity()->set_first_name("Amani");
  RegisteredCase(chv, officer, neglected);
  chv.Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  const uint64_t revision = RegisteredCase(chv, officer).revision();
  cm::GetIndicatorsRequest request;
  request.set_min_revision(revision);
  const auto all =
      officer.Must<cm::GetIndicatorsResponse>(&cm::CommitteeService::Stub::GetIndicators, request);
  EXPECT_EQ(all.indicators(0).indicator(), "children-identified");
  EXPECT_EQ(all.indicators(0).value(), 1);
  cm::ListCountedCasesRequest behind;
  behind.set_min_revision(revision);
  behind.set_include_ended(true);
  const auto listed = [&] {
    return officer
        .Must<cm::ListCountedCasesResponse>(&cm::CommitteeService::Stub::ListCountedCases, behind)
        .cases_size();
  };
  EXPECT_EQ(listed(), 3);
  behind.set_found_only(true);
  EXPECT_EQ(listed(), 1);
}

class TwoCountiesBoardTest : public HubTest {
 protected:
  TwoCountiesBoardTest() : HubTest({"001", "002"}) {}
};

TEST_F(TwoCountiesBoardTest, ATargetIsOfTheCountyThatPromisedIt) {
  const auto children = [&](const char* id) {
    County county(*hub_, id);
    county.Settle();
    Client officer = county.SignIn("p-officer");
    return officer
        .Must<cm::GetIndicatorsResponse>(&cm::CommitteeService::Stub::GetIndicators,
                                         cm::GetIndicatorsRequest())
        .indicators(0);
  };
  const cm::Indicator promised = children("001"), not_promised = children("002");
  EXPECT_EQ(promised.target(), 885);
  EXPECT_THAT(promised.source(), ::testing::HasSubstr("programme text"));
  EXPECT_EQ(not_promised.target(), 0);
  EXPECT_EQ(not_promised.source(), "");
}

TEST_F(BoardTest, WhatWasSentSaysWhetherItIsHidden) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer"),
         committee = county_->SignIn("p-committee");
  const std::string code = RegisteredCase(chv, officer).case_file().case_code();
  Consent(officer, code, "rescue-centre");
  cm::GetBoardRequest request;
  request.set_min_revision(Sent(officer, code, "RMTS", "rescue-centre").revision());
  for (Client* by : {&officer, &committee}) {
    const bool hidden = by == &committee;
    const auto board =
        by->Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
    ASSERT_EQ(board.agencies_size(), 1);
    for (const cm::AgencyRates* rates : {&board.agencies(0), &board.county()}) {
      EXPECT_EQ(rates->sent_suppressed(), hidden);
      EXPECT_EQ(rates->sent(), hidden ? 0u : 1u);
    }
  }
}

TEST_F(BoardTest, TheCommitteeIsToldThatCasesAreOverdueAndNotHowManyWhereTheyAreFew) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  const auto kase = RegisteredCase(chv, officer);
  cm::GetBoardRequest request;
  request.set_min_revision(kase.revision());
  EXPECT_EQ(officer.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request)
                .overdue_cases_size(),
            0);
  clock_.Advance(absl::Hours(24 * 30));
  officer = county_->SignIn("p-officer");
  Client committee = county_->SignIn("p-committee");
  const auto one = [&](Client& by) {
    const auto board =
        by.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request);
    EXPECT_EQ(board.overdue_cases_size(), 1);
    return board.overdue_cases_size() == 1 ? board.overdue_cases(0) : cm::OverdueCaseCell();
  };
  const cm::OverdueCaseCell shown = one(officer), hidden = one(committee);
  EXPECT_EQ(shown.count().value(), 1u);
  EXPECT_GT(shown.longest_days(), 0u);
  EXPECT_TRUE(hidden.count().suppressed());
  EXPECT_EQ(hidden.longest_days(), 0u);
  for (const cm::OverdueCaseCell& cell : {shown, hidden}) {
    EXPECT_EQ(cell.due_what(), "act");
    EXPECT_EQ(cell.stage(), "registered");
    EXPECT_EQ(cell.turn_agency(), "sco-kisauni");
  }
  request.set_subcounty("001");
  EXPECT_EQ(officer.Must<cm::GetBoardResponse>(&cm::CommitteeService::Stub::GetBoard, request)
                .overdue_cases_size(),
            0);
}

TEST_F(BoardTest, WhatIsOverdueIsListedWithMaskedCodes) {
  Client chv = county_->SignIn("p-chv"), officer = county_->SignIn("p-officer");
  const auto kase = RegisteredCase(chv, officer);
  clock_.Advance(absl::Hours(24 * 30));
  officer = county_->SignIn("p-officer");
  cm::ListOverdueRequest request;
  request.set_min_revision(kase.revision());
  const auto overdue =
      officer.Must<cm::ListOverdueResponse>(&cm::CommitteeService::Stub::ListOverdue, request);
  ASSERT_EQ(overdue.items_size(), 1);
  EXPECT_FALSE(overdue.some_hidden());
  EXPECT_EQ(overdue.items(0).turn_agency(), "sco-kisauni");
  EXPECT_NE(overdue.items(0).masked_code(), kase.case_file().case_code());
  EXPECT_EQ(overdue.items(0).masked_code().substr(0, 6), kase.case_file().case_code().substr(0, 6));
}

}  // namespace
}  // namespace rufaa::testing
