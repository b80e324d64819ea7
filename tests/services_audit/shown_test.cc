// What opens nothing sealed is in the access book, too: who was shown a case in a list, or its
// header or timeline without a purpose. Once a day of each person, method and case.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/walk_grpc/line_list.h"
#include "tests/walk_grpc/reads.h"

namespace rufaa::testing {
namespace {

namespace au = audit::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using AuditStub = au::AuditService::Stub;

class ShownTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    chv_ = std::make_unique<Client>(county_->SignIn("p-chv"));
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
    code_ = NewCase();
  }

  std::string NewCase() {
    const cw::CaseReply kase = RegisteredCase(*chv_, *officer_);
    revision_ = kase.revision();
    return kase.case_file().case_code();
  }
  std::string SendToShelter(const std::string& code) {
    Consent(*officer_, code, "rescue-centre");
    const auto sent = Sent(*officer_, code, "RMTS", "rescue-centre");
    revision_ = sent.revision();
    return sent.referral().referral_code();
  }

  cw::ListCaseloadResponse ListCaseload(Client& by) {
    cw::ListCaseloadRequest request;
    request.set_min_revision(revision_);
    return by.Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
  }
  rf::ListWorklistResponse ListNew(Client& by) {
    return by.Must<rf::ListWorklistResponse>(&ReferralStub::ListWorklist,
                                             Worklist(rf::QUEUE_NEW, revision_));
  }

  // What people did with the case, without the auditor's own reads of the book.
  std::vector<au::ReadRecord> Reads(const au::ListReadsRequest& request) {
    Client auditor = county_->SignIn("p-auditor");
    std::vector<au::ReadRecord> reads;
    for (const au::ReadRecord& read : ReadsAndShown(auditor, request)) {
      if (read.method() != "AuditService/ListReads") reads.push_back(read);
    }
    return reads;
  }
  std::vector<std::string> WhoSaw(const std::string& code) {
    std::vector<std::string> who;
    for (const au::ReadRecord& read : Reads(ReadsOfCase(code))) {
      EXPECT_TRUE(read.shown());
      who.push_back(absl::StrCat(read.actor().person(), " ", read.method()));
    }
    return who;
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> chv_, officer_, shelter_;
  std::string code_;
  uint64_t revision_ = 0;
};

TEST_F(ShownTest, ACaseOfACaseloadIsEnteredOfWhoListedIt) {
  const std::string other = NewCase();
  ASSERT_EQ(ListCaseload(*officer_).cases_size(), 2);
  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(code_));
  ASSERT_EQ(reads.size(), 1u);
  const au::ReadRecord& read = reads[0];
  EXPECT_EQ(read.actor().person(), "p-officer");
  EXPECT_EQ(read.actor().agency(), "sco-kisauni");
  EXPECT_EQ(read.actor().role(), "childrens_officer");
  EXPECT_EQ(read.method(), "CaseworkService/ListCaseload");
  EXPECT_THAT(read.case_codes(), UnorderedElementsAre(code_, other));
  EXPECT_GE(read.position(), revision_);
  EXPECT_EQ(read.correlation().size(), 32u);
  EXPECT_EQ(read.purpose(), common::v1::PURPOSE_UNSPECIFIED);
  EXPECT_EQ(read.parts_size(), 0);
  EXPECT_TRUE(read.permitted());
  EXPECT_TRUE(read.shown());
}

TEST_F(ShownTest, AListThatIsReadAgainEntersOnlyWhatIsNew) {
  ListCaseload(*officer_);
  ListCaseload(*officer_);
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 1u);
  const std::string other = NewCase();
  ASSERT_EQ(ListCaseload(*officer_).cases_size(), 2);
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 1u);
  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(other));
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_THAT(reads[0].case_codes(), ElementsAre(other));
  Client supervisor = county_->SignIn("p-supervisor");
  ListCaseload(supervisor);
  EXPECT_THAT(WhoSaw(code_), ElementsAre("p-officer CaseworkService/ListCaseload",
                                         "p-supervisor CaseworkService/ListCaseload"));
}

TEST_F(ShownTest, EachDayIsEnteredAnew) {
  ListCaseload(*officer_);
  clock_.Advance(absl::Hours(14));  // From nine to eleven at night.
  ListCaseload(*officer_);
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 1u);
  clock_.Advance(absl::Hours(1));
  ListCaseload(*officer_);
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 2u);
}

// It does not learn which case it is; the auditor learns that it saw the line.
TEST_F(ShownTest, AnInboxOfWhoHasNotAcceptedIsEnteredUnderTheCase) {
  SendToShelter(code_);
  const rf::ListWorklistResponse inbox = ListNew(*shelter_);
  ASSERT_EQ(inbox.referrals_size(), 1);
  EXPECT_EQ(inbox.referrals(0).case_code(), "");
  ListNew(*shelter_);
  EXPECT_THAT(WhoSaw(code_), ElementsAre("p-shelter ReferralService/ListWorklist"));
  SendToShelter(NewCase());
  ASSERT_EQ(ListNew(*shelter_).referrals_size(), 2);
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 1u);
  clock_.Advance(absl::Hours(24));
  ASSERT_EQ(ListNew(*shelter_).referrals_size(), 2);
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 2u);
}

TEST_F(ShownTest, WhatIsReadOfOneCaseWithoutAPurposeIsEntered) {
  const std::string referral = SendToShelter(code_);
  for (int again = 0; again < 2; ++again) {
    officer_->Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code_, revision_));
    cw::GetTimelineRequest timeline;
    timeline.set_case_code(code_);
    timeline.set_min_revision(revision_);
    officer_->Must<cw::GetTimelineResponse>(&CaseStub::GetTimeline, timeline);
    shelter_->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral,
                                            ReferralAt(referral, revision_));
  }
  EXPECT_THAT(WhoSaw(code_), ElementsAre("p-officer CaseworkService/GetCase",
                                         "p-officer CaseworkService/GetTimeline",
                                         "p-shelter ReferralService/GetReferral"));
  EXPECT_EQ(Reads(ReadsOfCase(code_))[2].about(), "referral/" + referral);
}

TEST_F(ShownTest, ACourtsCalendarIsEntered) {
  auto set = OnCase<cw::SetCourtDateRequest>(code_);
  set.set_court("court");
  set.set_session("STHR");
  *set.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  cw::ListCourtCalendarRequest request;
  request.set_min_revision(officer_->Must<cw::CaseReply>(&CaseStub::SetCourtDate, set).revision());
  Client court = county_->SignIn("p-court");
  const auto days =
      court.Must<cw::ListCourtCalendarResponse>(&CaseStub::ListCourtCalendar, request);
  ASSERT_EQ(days.court_dates_size(), 1);
  EXPECT_THAT(WhoSaw(code_), ElementsAre("p-court CaseworkService/ListCourtCalendar"));
}

TEST_F(ShownTest, AnImportThatNamesItsCasesIsEntered) {
  Client supervisor = county_->SignIn("p-supervisor"), nyali = county_->SignIn("p-nyali");
  StartLineList(supervisor);
  const auto record = ListedRecord(1, "Baraka", clock_.Now());
  const std::string listed =
      supervisor.Must<cw::CaseReply>(&CaseStub::ImportCase, record).case_file().case_code();
  cw::GetImportRequest get;
  get.set_import_id(record.import_id());
  nyali.Must<cw::ImportReply>(&CaseStub::GetImport, get);
  EXPECT_THAT(WhoSaw(listed), IsEmpty()) << "another office is told how many";
  supervisor.Must<cw::ImportReply>(&CaseStub::GetImport, get);
  EXPECT_THAT(WhoSaw(listed), ElementsAre("p-supervisor CaseworkService/GetImport"));
}

TEST_F(ShownTest, CountsMaskedListsAndWhatIsRefusedShowNoCase) {
  SendToShelter(code_);
  shelter_->Must<rf::CountWorklistsResponse>(&ReferralStub::CountWorklists,
                                             rf::CountWorklistsRequest());
  cw::ListCaseloadResponse none;
  EXPECT_REFUSED(shelter_->Call(&CaseStub::ListCaseload, cw::ListCaseloadRequest(), &none),
                 NOT_PERMITTED);
  clock_.Advance(absl::Hours(24 * 30));
  Client supervisor = county_->SignIn("p-supervisor");
  const auto late = supervisor.Must<committee::v1::ListOverdueResponse>(
      &committee::v1::CommitteeService::Stub::ListOverdue, committee::v1::ListOverdueRequest());
  EXPECT_GT(late.items_size(), 0);
  EXPECT_THAT(WhoSaw(code_), IsEmpty());
}

TEST_F(ShownTest, IsLeftOutOfAListingThatAsksForTheRest) {
  ListCaseload(*officer_);
  officer_->Must<cw::GetCaseResponse>(&CaseStub::GetCase,
                                      CaseAt(code_, revision_, common::v1::PURPOSE_CASE_MGMT));
  cw::GetCaseResponse nothing;
  EXPECT_REFUSED(shelter_->Call(&CaseStub::GetCase, CaseAt(code_, revision_), &nothing),
                 NOT_FOUND_OR_NOT_YOURS);
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 3u);
  au::ListReadsRequest rest = ReadsOfCase(code_);
  rest.set_leave_out_shown(true);
  const std::vector<au::ReadRecord> reads = Reads(rest);
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[0].method(), "CaseworkService/GetCase");
  EXPECT_FALSE(reads[0].shown());
  EXPECT_EQ(reads[1].refusal(), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_FALSE(reads[1].shown());
}

TEST_F(ShownTest, APageOfOneListingIsNoPlaceInTheOther) {
  ListCaseload(*officer_);
  officer_->Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(code_, revision_));
  au::ListReadsRequest request = ReadsOfCase(code_);
  Reads(request);  // So that there are two.
  request.set_page_size(1);
  Client auditor = county_->SignIn("p-auditor");
  const auto page = auditor.Must<au::ListReadsResponse>(&AuditStub::ListReads, request);
  ASSERT_NE(page.next_page_token(), "");
  request.set_page_token(page.next_page_token());
  request.set_leave_out_shown(true);
  au::ListReadsResponse reply;
  EXPECT_REFUSED(auditor.Call(&AuditStub::ListReads, request, &reply), MALFORMED);
}

}  // namespace
}  // namespace rufaa::testing
