// The access book over gRPC: who saw a child, who was refused, what a person saw.
#include <algorithm>
#include <memory>
#include <vector>

#include "gmock/gmock.h"
#include "tests/walk_grpc/reads.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace au = audit::v1;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using AuditStub = au::AuditService::Stub;

class ReadsTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    chv_ = std::make_unique<Client>(county_->SignIn("p-chv"));
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    kase_ = RegisteredCase(*chv_, *officer_);
    code_ = kase_.case_file().case_code();
  }

  std::vector<au::ReadRecord> Reads(const au::ListReadsRequest& request) {
    Client auditor = county_->SignIn("p-auditor");
    return ReadsTold(auditor, request);
  }
  static std::vector<std::string> Methods(const std::vector<au::ReadRecord>& reads) {
    std::vector<std::string> methods;
    for (const au::ReadRecord& read : reads) methods.push_back(read.method());
    return methods;
  }

  void ReadIdentity(Client& by) {
    by.Must<cw::GetCaseResponse>(&CaseStub::GetCase,
                                 CaseAt(code_, kase_.revision(), common::v1::PURPOSE_CASE_MGMT));
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> chv_, officer_;
  cw::CaseReply kase_;
  std::string code_;
};

TEST_F(ReadsTest, TellsWhoSawTheChildWhatOfItAndWhatFor) {
  clock_.Advance(absl::Minutes(10));
  ReadIdentity(*officer_);
  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(code_));
  ASSERT_EQ(reads.size(), 1u);
  const au::ReadRecord& read = reads[0];
  EXPECT_EQ(read.actor().person(), "p-officer");
  EXPECT_EQ(read.actor().role(), "childrens_officer");
  EXPECT_EQ(read.purpose(), common::v1::PURPOSE_CASE_MGMT);
  EXPECT_EQ(read.method(), "CaseworkService/GetCase");
  EXPECT_THAT(read.case_codes(), ElementsAre(code_));
  EXPECT_TRUE(read.permitted());
  EXPECT_GE(read.position(), kase_.revision());
  EXPECT_EQ(rpc::FromProto(read.record_time()), clock_.Now());
  EXPECT_EQ(read.correlation().size(), 32u);
  ASSERT_EQ(read.parts_size(), 1);
  EXPECT_EQ(read.parts(0).compartment(), common::v1::COMPARTMENT_IDENTITY);
  EXPECT_TRUE(read.parts(0).permitted());
  EXPECT_EQ(read.parts(0).why(), "the assigned officer keeps the whole file");
}

TEST_F(ReadsTest, EveryReadThatOpensIsInIt) {
  ReadIdentity(*officer_);
  cw::GetTimelineRequest timeline;
  timeline.set_case_code(code_);
  timeline.set_min_revision(kase_.revision());
  timeline.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  const auto told = officer_->Must<cw::GetTimelineResponse>(&CaseStub::GetTimeline, timeline);
  EXPECT_EQ(told.entries(0).narrative(), "Seen at the bus park at night.");
  cw::RevealChildRequest reveal;
  reveal.set_case_code(code_);
  reveal.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  reveal.add_compartments(common::v1::COMPARTMENT_IDENTITY);
  reveal.add_compartments(common::v1::COMPARTMENT_NARRATIVE);
  const auto revealed = officer_->Must<cw::RevealChildResponse>(&CaseStub::RevealChild, reveal);
  EXPECT_EQ(revealed.identity().first_name(), "Zawadi");
  EXPECT_THAT(revealed.narratives(), ElementsAre("Seen at the bus park at night."));
  Consent(*officer_, code_, "rescue-centre");
  const auto sent = Sent(*officer_, code_, "RMTS", "rescue-centre");
  const std::string& referral = sent.referral().referral_code();
  officer_->Must<rf::GetReferralResponse>(
      &ReferralStub::GetReferral,
      ReferralAt(referral, sent.revision(), common::v1::PURPOSE_CASE_MGMT));
  cw::FindSimilarChildrenRequest similar;
  similar.set_first_name("Zawadi");
  similar.set_surname("Kipekee");
  officer_->Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar);
  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(code_));
  EXPECT_THAT(Methods(reads),
              ElementsAre("CaseworkService/GetCase", "CaseworkService/GetTimeline",
                          "CaseworkService/RevealChild", "ReferralService/GetReferral",
                          "CaseworkService/FindSimilarChildren"));
  EXPECT_EQ(reads[3].about(), "referral/" + referral);
}

TEST_F(ReadsTest, OnlyWhatWasAskedForIsEnteredAsSeen) {
  Consent(*officer_, code_, "rescue-centre");
  const auto sent = Sent(*officer_, code_, "RMTS", "rescue-centre");
  rf::GetReferralRequest request = ReferralAt(sent.referral().referral_code(), sent.revision(),
                                              common::v1::PURPOSE_REFERRAL_SERVICE);
  request.add_compartments(common::v1::COMPARTMENT_REPLY);
  officer_->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, request);
  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(code_));
  ASSERT_EQ(reads.size(), 1u);
  ASSERT_EQ(reads[0].parts_size(), 1);
  EXPECT_EQ(reads[0].parts(0).compartment(), common::v1::COMPARTMENT_REPLY);
}

TEST_F(ReadsTest, ASearchIsInTheBookOfEveryCaseThatItToldOf) {
  Client nyali = county_->SignIn("p-nyali");
  cw::FindSimilarChildrenRequest similar;
  similar.set_first_name("Zawadi");
  similar.set_surname("Kipekee");
  const auto found =
      nyali.Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar);
  EXPECT_THAT(found.case_codes(), IsEmpty()) << "another office's";
  EXPECT_TRUE(found.others());
  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(code_));
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].method(), "CaseworkService/FindSimilarChildren");
  EXPECT_EQ(reads[0].actor().person(), "p-nyali");
}

// Nobody compares so many; and each would be entered as seen.
TEST_F(ReadsTest, ANameThatFitsHundredsTellsOfNone) {
  cw::IdentifyChildRequest found = ChildFound();
  for (int i = 0; i < 199; ++i) {
    found.set_request_id(NewUuid());
    chv_->Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  }
  cw::FindSimilarChildrenRequest similar;
  similar.set_first_name("Zawadi");
  similar.set_surname("Kipekee");
  const auto all =
      chv_->Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar);
  EXPECT_EQ(all.case_codes_size(), 200);
  found.set_request_id(NewUuid());
  chv_->Must<cw::CaseReply>(&CaseStub::IdentifyChild, found);
  cw::FindSimilarChildrenResponse none;
  EXPECT_REFUSED(chv_->Call(&CaseStub::FindSimilarChildren, similar, &none), MALFORMED);
  EXPECT_EQ(none.case_codes_size(), 0);
}

// A letter names a child, no case.
TEST_F(ReadsTest, OversightFindsTheCasesOfAChildInEveryOfficeByItsName) {
  Client nyali = county_->SignIn("p-nyali");
  cw::IdentifyChildRequest found = ChildFound();
  found.set_subcounty("004");
  found.clear_ward();
  const std::string theirs =
      nyali.Must<cw::CaseReply>(&CaseStub::IdentifyChild, found).case_file().case_code();
  cw::FindSimilarChildrenRequest similar;
  similar.set_first_name("Zawadi");
  similar.set_surname("Kipekee");
  const auto of_chv =
      chv_->Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar);
  EXPECT_THAT(of_chv.case_codes(), ElementsAre(code_)) << "what it reported";
  EXPECT_TRUE(of_chv.others());

  cw::FindSimilarChildrenResponse none;
  Client auditor = county_->SignIn("p-auditor"), dpo = county_->SignInSteppedUp("p-dpo");
  EXPECT_REFUSED(dpo.Call(&CaseStub::FindSimilarChildren, similar, &none), PURPOSE_REQUIRED);
  similar.set_purpose(common::v1::PURPOSE_DATA_SUBJECT_REQUEST);
  const auto all =
      dpo.Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar);
  EXPECT_THAT(all.case_codes(), UnorderedElementsAre(code_, theirs));
  EXPECT_FALSE(all.others());
  EXPECT_REFUSED(auditor.Call(&CaseStub::FindSimilarChildren, similar, &none), STEP_UP_REQUIRED);
  Client stepped_up = county_->SignInSteppedUp("p-auditor");
  EXPECT_REFUSED(stepped_up.Call(&CaseStub::FindSimilarChildren, similar, &none), NOT_PERMITTED);
  similar.set_purpose(common::v1::PURPOSE_AUDIT);
  const auto audited =
      stepped_up.Must<cw::FindSimilarChildrenResponse>(&CaseStub::FindSimilarChildren, similar);
  EXPECT_THAT(audited.case_codes(), UnorderedElementsAre(code_, theirs));

  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(theirs));
  ASSERT_EQ(reads.size(), 3u);
  EXPECT_EQ(reads[0].actor().person(), "p-chv");
  EXPECT_EQ(reads[0].purpose(), common::v1::PURPOSE_DEDUP);
  EXPECT_EQ(reads[1].actor().person(), "p-dpo");
  EXPECT_EQ(reads[1].purpose(), common::v1::PURPOSE_DATA_SUBJECT_REQUEST);
  EXPECT_THAT(reads[1].case_codes(), UnorderedElementsAre(code_, theirs));
  EXPECT_EQ(reads[2].actor().person(), "p-auditor");
}

TEST_F(ReadsTest, TellsWhoWasRefused) {
  Client shelter = county_->SignIn("p-shelter");
  cw::GetCaseResponse nothing;
  EXPECT_REFUSED(
      shelter.Call(&CaseStub::GetCase,
                   CaseAt(code_, kase_.revision(), common::v1::PURPOSE_CASE_MGMT), &nothing),
      NOT_FOUND_OR_NOT_YOURS);
  cw::RevealChildRequest reveal;
  reveal.set_case_code(code_);
  reveal.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  reveal.add_compartments(common::v1::COMPARTMENT_LOCATION);
  cw::RevealChildResponse location;
  EXPECT_REFUSED(officer_->Call(&CaseStub::RevealChild, reveal, &location), STEP_UP_REQUIRED);
  ReadIdentity(*officer_);
  au::ListReadsRequest refused = ReadsOfCase(code_);
  refused.set_refused_only(true);
  const std::vector<au::ReadRecord> reads = Reads(refused);
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[0].actor().person(), "p-shelter");
  EXPECT_EQ(reads[0].actor().agency(), "rescue-centre");
  EXPECT_EQ(reads[0].refusal(), "NOT_FOUND_OR_NOT_YOURS");
  EXPECT_FALSE(reads[0].permitted());
  EXPECT_EQ(reads[1].actor().person(), "p-officer");
  EXPECT_EQ(reads[1].refusal(), "STEP_UP_REQUIRED");
  EXPECT_FALSE(reads[1].parts(0).permitted());
}

TEST_F(ReadsTest, TellsWhatAPersonSawBetweenTwoTimes) {
  ReadIdentity(*officer_);
  const absl::Time from = clock_.Now() + absl::Minutes(5);
  clock_.Advance(absl::Minutes(10));
  const cw::CaseReply other = RegisteredCase(*chv_, *officer_);
  officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
  officer_->Must<cw::GetCaseResponse>(
      &CaseStub::GetCase,
      CaseAt(other.case_file().case_code(), other.revision(), common::v1::PURPOSE_CASE_MGMT));
  au::ListReadsRequest request = ReadsByPerson("p-officer");
  EXPECT_EQ(Reads(request).size(), 2u);
  *request.mutable_from_time() = rpc::ToProto(from);
  const std::vector<au::ReadRecord> reads = Reads(request);
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_THAT(reads[0].case_codes(), ElementsAre(other.case_file().case_code()));
}

TEST_F(ReadsTest, IsForOversightAndForAPurposeAndWhoTriedIsInIt) {
  au::ListReadsRequest request = ReadsOfCase(code_);
  au::ListReadsResponse reply;
  EXPECT_REFUSED(officer_->Call(&AuditStub::ListReads, request, &reply), NOT_PERMITTED);
  Client shelter = county_->SignIn("p-shelter");
  EXPECT_REFUSED(shelter.Call(&AuditStub::ListReads, request, &reply), NOT_PERMITTED);
  Client auditor = county_->SignIn("p-auditor");
  request.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  EXPECT_REFUSED(auditor.Call(&AuditStub::ListReads, request, &reply), NOT_PERMITTED);
  request.set_purpose(common::v1::PURPOSE_UNSPECIFIED);
  EXPECT_REFUSED(auditor.Call(&AuditStub::ListReads, request, &reply), MALFORMED);
  const std::vector<au::ReadRecord> reads = Reads(ReadsOfCase(code_));
  EXPECT_THAT(Methods(reads), ElementsAre("AuditService/ListReads", "AuditService/ListReads",
                                          "AuditService/ListReads"));
  for (const au::ReadRecord& read : reads) EXPECT_EQ(read.refusal(), "NOT_PERMITTED");
}

TEST_F(ReadsTest, ReadingTheTrailThePastAndTheBookIsInTheBook) {
  Client auditor = county_->SignIn("p-auditor");
  au::GetTrailRequest trail;
  trail.set_person("p-officer");
  trail.set_purpose(common::v1::PURPOSE_AUDIT);
  trail.set_min_revision(kase_.revision());
  auditor.Must<au::GetTrailResponse>(&AuditStub::GetTrail, trail);
  au::GetAsOfRequest past;
  past.set_agency("sco-kisauni");
  past.set_purpose(common::v1::PURPOSE_AUDIT);
  const auto known = auditor.Must<au::GetAsOfResponse>(&AuditStub::GetAsOf, past);
  EXPECT_FALSE(Reads(ReadsOfCase(code_)).empty());
  const std::vector<au::ReadRecord> reads = Reads(ReadsByPerson("p-auditor"));
  EXPECT_THAT(Methods(reads), ElementsAre("AuditService/GetTrail", "AuditService/GetAsOf",
                                          "AuditService/ListReads"));
  EXPECT_EQ(reads[0].about(), "person/p-officer");
  EXPECT_THAT(reads[0].case_codes(), ElementsAre(code_));
  EXPECT_EQ(reads[1].about(), "agency/sco-kisauni");
  // Every case of the list: those whose rows were shown.
  for (const au::KnownRow& row : known.rows()) {
    if (row.view() == "case-file") EXPECT_THAT(reads[1].case_codes(), Contains(row.key()));
  }
  EXPECT_THAT(reads[2].case_codes(), ElementsAre(code_));
}

TEST_F(ReadsTest, OfNobodyWhoNeverWasThereIsNoRecord) {
  Client auditor = county_->SignIn("p-auditor");
  au::ListReadsResponse reply;
  EXPECT_REFUSED(auditor.Call(&AuditStub::ListReads, ReadsByPerson("p-oficer"), &reply), MALFORMED);
  au::ListReadsRequest request = ReadsByPerson("");
  request.set_agency("sco-kisuani");
  EXPECT_REFUSED(auditor.Call(&AuditStub::ListReads, request, &reply), MALFORMED);
}

TEST_F(ReadsTest, PagesByOpaqueTokensThatFitNoOtherListing) {
  clock_.Advance(absl::Minutes(10));
  for (int i = 0; i < 5; ++i) ReadIdentity(*officer_);
  Client auditor = county_->SignIn("p-auditor");
  au::ListReadsRequest request;  // Of everybody: the auditor's own reads grow meanwhile.
  *request.mutable_from_time() = rpc::ToProto(clock_.Now());
  request.set_purpose(common::v1::PURPOSE_AUDIT);
  request.set_page_size(2);
  std::vector<uint64_t> numbers;
  std::string token;
  do {
    request.set_page_token(token);
    const auto page = auditor.Must<au::ListReadsResponse>(&AuditStub::ListReads, request);
    EXPECT_LE(page.reads_size(), 2);
    for (const au::ReadRecord& read : page.reads()) numbers.push_back(read.number());
    token = page.next_page_token();
    if (!token.empty()) {
      au::ListReadsRequest other = ReadsByPerson("p-officer");
      other.set_page_token(token);
      au::ListReadsResponse reply;
      EXPECT_REFUSED(auditor.Call(&AuditStub::ListReads, other, &reply), MALFORMED);
    }
  } while (!token.empty());
  EXPECT_EQ(numbers.size(), 5u);
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
}

TEST_F(ReadsTest, HasWhatAnAdministratorDidToAnOfficersAccount) {
  clock_.Advance(absl::Minutes(10));
  Client admin = county_->SignIn("admin");
  access::v1::SetPasswordRequest set;
  set.set_login_name("p-officer");
  set.set_new_password("another long password");
  admin.Must<access::v1::SetPasswordResponse>(&access::v1::AccessService::Stub::SetPassword, set);
  au::ListReadsRequest request = ReadsByPerson("p-admin");
  *request.mutable_from_time() = rpc::ToProto(clock_.Now());
  const std::vector<au::ReadRecord> reads = Reads(request);
  EXPECT_THAT(Methods(reads), ElementsAre("AccessService/SetPassword"));
  EXPECT_EQ(reads[0].about(), "person/p-officer");
  EXPECT_EQ(reads[0].actor().role(), "county_admin");
  EXPECT_TRUE(reads[0].permitted());
}

TEST_F(ReadsTest, IsKeptOverARestart) {
  ReadIdentity(*officer_);
  Stop();
  Start();
  county_ = std::make_unique<County>(*hub_, "001");
  EXPECT_EQ(Reads(ReadsOfCase(code_)).size(), 1u);
}

}  // namespace
}  // namespace rufaa::testing
