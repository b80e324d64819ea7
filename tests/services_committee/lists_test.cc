// The lists behind the board's figures, by gRPC: what officers get, and what the committee does
// not.
#include <set>

#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

namespace cm = committee::v1;
using Stub = cm::CommitteeService::Stub;

// Names of the fields that are set: what a line says.
std::set<std::string> FieldsOf(const google::protobuf::Message& line) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  line.GetReflection()->ListFields(line, &fields);
  std::set<std::string> names;
  for (const auto* field : fields) names.insert(field->name());
  return names;
}

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

TEST_F(ListsTest, AnOfficerSeesWhatAFigureCountsUnderMaskedCodes) {
  const std::string code = Make();
  auto request = At<cm::ListCountedCasesRequest>();
  request.set_stage("registered");
  request.set_agency("sco-kisauni");
  request.set_subcounty("Kisauni");
  request.set_age_bucket("0-7d");
  request.set_age_band("10-14");
  const auto list = officer().Must<cm::ListCountedCasesResponse>(&Stub::ListCountedCases, request);
  ASSERT_EQ(list.cases_size(), 1);
  EXPECT_FALSE(list.some_hidden());
  const cm::CountedCase& one = list.cases(0);
  EXPECT_EQ(one.masked_code().substr(0, 6), code.substr(0, 6));
  EXPECT_EQ(one.masked_code().find(code.substr(6, 2)), std::string::npos);
  EXPECT_EQ(one.stage(), "registered");
  EXPECT_EQ(one.age_band(), "10-14");
  EXPECT_EQ(one.subcounty(), "003");
  EXPECT_TRUE(one.has_stage_time());
  for (const auto& [field, value] :
       {std::pair("stage", "assessment"), std::pair("agency", "x"), std::pair("subcounty", "001"),
        std::pair("age_bucket", "85d+"), std::pair("age_band", "0-5")}) {
    auto other = request;
    other.GetReflection()->SetString(&other, other.GetDescriptor()->FindFieldByName(field), value);
    EXPECT_EQ(
        officer().Must<cm::ListCountedCasesResponse>(&Stub::ListCountedCases, other).cases_size(),
        0)
        << field;
  }
}

TEST_F(ListsTest, ReferralsAreListedByStateOrByWhoMustAct) {
  Make();
  auto request = At<cm::ListRunningReferralsRequest>();
  request.set_state("sent");
  const auto by_state =
      officer().Must<cm::ListRunningReferralsResponse>(&Stub::ListRunningReferrals, request);
  ASSERT_EQ(by_state.referrals_size(), 1);
  EXPECT_EQ(by_state.referrals(0).turn_agency(), "rescue-centre");
  EXPECT_EQ(by_state.referrals(0).service(), "RMTS");
  EXPECT_FALSE(by_state.referrals(0).overdue());
  request.set_turn_agency("rescue-centre");
  EXPECT_EQ(officer()
                .Must<cm::ListRunningReferralsResponse>(&Stub::ListRunningReferrals, request)
                .referrals_size(),
            1);
  request.set_overdue_only(true);
  EXPECT_EQ(officer()
                .Must<cm::ListRunningReferralsResponse>(&Stub::ListRunningReferrals, request)
                .referrals_size(),
            0);
}

TEST_F(ListsTest, ARateListsItsPartAndTheRest) {
  MakeMany(2);
  Client shelter = county_->SignIn("p-shelter");
  const auto accepted = shelter.Must<rf::ReferralReply>(
      &ReferralStub::AcceptReferral, OnReferral<rf::AcceptReferralRequest>(referrals_[0]));
  revision_ = accepted.revision();
  Later(absl::Hours(24 * 45));
  const auto listed = [&](const char* share, bool rest) {
    auto request = At<cm::ListAnswersRequest>();
    request.set_share(share);
    request.set_rest(rest);
    const auto list = officer().Must<cm::ListAnswersResponse>(&Stub::ListAnswers, request);
    std::multiset<std::string> codes;
    for (const auto& one : list.referrals()) codes.insert(one.masked_code().substr(0, 6));
    return codes;
  };
  const std::string first = referrals_[0].substr(0, 6), second = referrals_[1].substr(0, 6);
  EXPECT_EQ(listed("response", false), std::multiset<std::string>{first});
  EXPECT_EQ(listed("response", true), std::multiset<std::string>{second});
  EXPECT_EQ(listed("acceptance", false), std::multiset<std::string>{first});
  EXPECT_EQ(listed("acceptance", true), std::multiset<std::string>{}) << "of the decided";
  EXPECT_EQ(listed("silence", false), std::multiset<std::string>{second});
  EXPECT_EQ(listed("completion", true), (std::multiset<std::string>{first, second}));
  EXPECT_EQ(listed("", false), (std::multiset<std::string>{first, second}));
  auto request = At<cm::ListAnswersRequest>();
  request.set_share("kindness");
  cm::ListAnswersResponse none;
  EXPECT_REFUSED(officer().Call(&Stub::ListAnswers, request, &none), MALFORMED);
}

TEST_F(ListsTest, NeedsAreListedByServiceAndSubCounty) {
  const std::string code = Make();
  auto request = At<cm::ListNeedsRequest>();
  const auto unmet = officer().Must<cm::ListNeedsResponse>(&Stub::ListNeeds, request);
  ASSERT_EQ(unmet.needs_size(), 1) << "the other's referral is under way";
  EXPECT_EQ(unmet.needs(0).service(), "RMPP");
  EXPECT_EQ(unmet.needs(0).subcounty(), "003");
  EXPECT_EQ(unmet.needs(0).masked_code().substr(0, 6), code.substr(0, 6));
  request.set_met(true);
  EXPECT_EQ(officer().Must<cm::ListNeedsResponse>(&Stub::ListNeeds, request).needs_size(), 0);
}

TEST_F(ListsTest, OfAFigureThatIsHiddenTheCommitteeGetsNoLine) {
  MakeMany(9);
  Later(absl::Hours(24 * 45));
  const auto cases = committee().Must<cm::ListCountedCasesResponse>(
      &Stub::ListCountedCases, At<cm::ListCountedCasesRequest>());
  EXPECT_EQ(cases.cases_size(), 0);
  EXPECT_TRUE(cases.some_hidden());
  for (const bool by_turn : {false, true}) {
    auto request = At<cm::ListRunningReferralsRequest>();
    request.set_overdue_only(by_turn);
    const auto running =
        committee().Must<cm::ListRunningReferralsResponse>(&Stub::ListRunningReferrals, request);
    EXPECT_EQ(running.referrals_size(), 0);
    EXPECT_TRUE(running.some_hidden());
  }
  for (const char* share : {"", "response", "silence"}) {
    auto request = At<cm::ListAnswersRequest>();
    request.set_share(share);
    const auto answers = committee().Must<cm::ListAnswersResponse>(&Stub::ListAnswers, request);
    EXPECT_EQ(answers.referrals_size(), 0);
    EXPECT_TRUE(answers.some_hidden());
  }
  const auto needs =
      committee().Must<cm::ListNeedsResponse>(&Stub::ListNeeds, At<cm::ListNeedsRequest>());
  EXPECT_EQ(needs.needs_size(), 0);
  EXPECT_TRUE(needs.some_hidden());
}

TEST_F(ListsTest, OfOneThatIsShownALineSaysToTheCommitteeWhatTheFigureSaysAndNoMore) {
  MakeMany(10);
  const auto cases = committee().Must<cm::ListCountedCasesResponse>(
      &Stub::ListCountedCases, At<cm::ListCountedCasesRequest>());
  EXPECT_EQ(cases.cases_size(), 10);
  EXPECT_FALSE(cases.some_hidden());
  for (const cm::CountedCase& one : cases.cases()) {
    EXPECT_EQ(FieldsOf(one),
              (std::set<std::string>{"masked_code", "stage", "agency", "age_bucket"}));
  }
  const auto running = committee().Must<cm::ListRunningReferralsResponse>(
      &Stub::ListRunningReferrals, At<cm::ListRunningReferralsRequest>());
  EXPECT_EQ(running.referrals_size(), 10);
  for (const cm::CountedReferral& one : running.referrals()) {
    EXPECT_EQ(FieldsOf(one), (std::set<std::string>{"masked_code", "state", "age_bucket"}));
  }
  Later(absl::Hours(24 * 45));
  auto overdue = At<cm::ListRunningReferralsRequest>();
  overdue.set_overdue_only(true);
  overdue.set_subcounty("003");
  const auto late =
      committee().Must<cm::ListRunningReferralsResponse>(&Stub::ListRunningReferrals, overdue);
  EXPECT_EQ(late.referrals_size(), 10);
  for (const cm::CountedReferral& one : late.referrals()) {
    EXPECT_EQ(FieldsOf(one),
              (std::set<std::string>{"masked_code", "turn_agency", "overdue", "subcounty"}));
  }
  auto silent = At<cm::ListAnswersRequest>();
  silent.set_share("silence");
  const auto answers = committee().Must<cm::ListAnswersResponse>(&Stub::ListAnswers, silent);
  EXPECT_EQ(answers.referrals_size(), 10);
  for (const cm::CountedReferral& one : answers.referrals()) {
    EXPECT_EQ(FieldsOf(one), (std::set<std::string>{"masked_code", "to_agency"}));
  }
  const auto needs =
      committee().Must<cm::ListNeedsResponse>(&Stub::ListNeeds, At<cm::ListNeedsRequest>());
  EXPECT_EQ(needs.needs_size(), 10);
  for (const cm::CountedNeed& one : needs.needs()) {
    EXPECT_EQ(FieldsOf(one), (std::set<std::string>{"masked_code", "service", "subcounty"}));
  }
}

TEST_F(ListsTest, TheCommitteeMayNotListByWhatNoFigureCounts) {
  auto cases = At<cm::ListCountedCasesRequest>();
  cases.set_age_band("10-14");
  cm::ListCountedCasesResponse no_cases;
  EXPECT_REFUSED(committee().Call(&Stub::ListCountedCases, cases, &no_cases), NOT_PERMITTED);
  auto running = At<cm::ListRunningReferralsRequest>();
  running.set_state("sent");
  running.set_turn_agency("hospital");
  cm::ListRunningReferralsResponse no_referrals;
  EXPECT_REFUSED(committee().Call(&Stub::ListRunningReferrals, running, &no_referrals),
                 NOT_PERMITTED);
  auto answers = At<cm::ListAnswersRequest>();
  answers.set_subcounty("003");
  cm::ListAnswersResponse no_answers;
  EXPECT_REFUSED(committee().Call(&Stub::ListAnswers, answers, &no_answers), NOT_PERMITTED);
}

TEST_F(ListsTest, WhoMayNotCountMayNotList) {
  for (const char* person : {"p-operator", "p-chv", "p-shelter", "p-auditor"}) {
    Client nobody = county_->SignIn(person);
    cm::ListCountedCasesResponse cases;
    EXPECT_REFUSED(nobody.Call(&Stub::ListCountedCases, cm::ListCountedCasesRequest(), &cases),
                   NOT_PERMITTED);
    cm::ListRunningReferralsResponse running;
    EXPECT_REFUSED(
        nobody.Call(&Stub::ListRunningReferrals, cm::ListRunningReferralsRequest(), &running),
        NOT_PERMITTED);
    cm::ListAnswersResponse answers;
    EXPECT_REFUSED(nobody.Call(&Stub::ListAnswers, cm::ListAnswersRequest(), &answers),
                   NOT_PERMITTED);
    cm::ListNeedsResponse needs;
    EXPECT_REFUSED(nobody.Call(&Stub::ListNeeds, cm::ListNeedsRequest(), &needs), NOT_PERMITTED);
    cm::GetCourtWeeksResponse weeks;
    EXPECT_REFUSED(nobody.Call(&Stub::GetCourtWeeks, cm::GetCourtWeeksRequest(), &weeks),
                   NOT_PERMITTED);
  }
}

TEST_F(ListsTest, APageTokenIsOfItsListAndItsFilters) {
  MakeMany(3);
  auto request = At<cm::ListCountedCasesRequest>();
  request.set_page_size(2);
  const auto first = officer().Must<cm::ListCountedCasesResponse>(&Stub::ListCountedCases, request);
  ASSERT_EQ(first.cases_size(), 2);
  request.set_page_token(first.next_page_token());
  const auto second =
      officer().Must<cm::ListCountedCasesResponse>(&Stub::ListCountedCases, request);
  EXPECT_EQ(second.cases_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
  request.set_stage("registered");
  cm::ListCountedCasesResponse none;
  EXPECT_REFUSED(officer().Call(&Stub::ListCountedCases, request, &none), MALFORMED);
}

TEST_F(ListsTest, WhatIsOverdueIsNarrowedByKindAndState) {
  Make();
  Later(absl::Hours(24 * 30));
  const auto listed = [&](const char* kind, const char* state) {
    auto request = At<cm::ListOverdueRequest>();
    request.set_kind(kind);
    request.set_state(state);
    return committee().Must<cm::ListOverdueResponse>(&Stub::ListOverdue, request).items_size();
  };
  EXPECT_EQ(listed("", ""), 2);
  EXPECT_EQ(listed("case", ""), 1);
  EXPECT_EQ(listed("referral", ""), 1);
  EXPECT_EQ(listed("", "registered"), 1);
  EXPECT_EQ(listed("referral", "registered"), 0);
}

TEST_F(ListsTest, TheCountysWeeksInCourtAreCountsAndSmallOnesAreHidden) {
  for (int i = 0; i < 10; ++i) {
    const std::string code = RegisteredCase(*chv_, officer()).case_file().case_code();
    auto date = OnCase<cw::SetCourtDateRequest>(code);
    date.set_session("STMN");
    date.set_court("court");
    *date.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24 * 7));
    revision_ = officer().Must<cw::CaseReply>(&CaseStub::SetCourtDate, date).revision();
    const auto weeks = committee().Must<cm::GetCourtWeeksResponse>(&Stub::GetCourtWeeks,
                                                                   At<cm::GetCourtWeeksRequest>());
    ASSERT_EQ(weeks.weeks_size(), 1);
    EXPECT_EQ(weeks.weeks(0).suppressed(), i < 9);
    EXPECT_EQ(weeks.weeks(0).dates(), i < 9 ? 0u : 10u);
    EXPECT_EQ(weeks.weeks(0).court(), "court");
  }
  const auto shown = officer().Must<cm::GetCourtWeeksResponse>(&Stub::GetCourtWeeks,
                                                               At<cm::GetCourtWeeksRequest>());
  ASSERT_EQ(shown.weeks_size(), 1);
  EXPECT_EQ(shown.weeks(0).dates(), 10u);
}

TEST_F(ListsTest, ACaseloadIsNarrowedByStageAndHowLongAndAge) {
  Make();
  const auto listed = [&](const char* field, const char* value) {
    auto request = At<cw::ListCaseloadRequest>();
    request.GetReflection()->SetString(&request, request.GetDescriptor()->FindFieldByName(field),
                                       value);
    return officer().Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
  };
  for (const auto& [field, value] :
       {std::pair("stage", "registered"), std::pair("age_bucket", "0-7d"),
        std::pair("age_band", "10-14"), std::pair("subcounty", "003")}) {
    const auto found = listed(field, value);
    ASSERT_EQ(found.cases_size(), 1) << field;
    EXPECT_EQ(found.cases(0).age_band(), "10-14");
    EXPECT_TRUE(found.cases(0).has_stage_time());
  }
  for (const auto& [field, value] :
       {std::pair("stage", "assessment"), std::pair("age_bucket", "8-28d"),
        std::pair("age_band", "0-5"), std::pair("subcounty", "004")}) {
    EXPECT_EQ(listed(field, value).cases_size(), 0) << field;
  }
}

}  // namespace
}  // namespace rufaa::testing
