// The lists behind the board's figures, by gRPC: what the committee does not get.
#include <map>
#include <set>

#include "tests/services_committee/lists_fixture.h"

namespace rufaa::testing {
namespace {

using Stub = cm::CommitteeService::Stub;

// Names of the fields that are set: what a line says.
std::set<std::string> FieldsOf(const google::protobuf::Message& line) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  line.GetReflection()->ListFields(line, &fields);
  std::set<std::string> names;
  for (const auto* field : fields) names.insert(field->name());
  return names;
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
  auto late = At<cm::ListOverdueRequest>();
  late.set_kind("referral");
  EXPECT_EQ(officer().Must<cm::ListOverdueResponse>(&Stub::ListOverdue, late).items_size(), 9);
  const auto overdue = committee().Must<cm::ListOverdueResponse>(&Stub::ListOverdue, late);
  EXPECT_EQ(overdue.items_size(), 0);
  EXPECT_TRUE(overdue.some_hidden());
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

TEST_F(ListsTest, TheCommitteesLinesAreThoseOfTheCountsThatTheBoardShowsIt) {
  for (int i = 0; i < 10; ++i) chv_->Must<cw::CaseReply>(&CaseStub::IdentifyChild, ChildFound());
  for (int i = 0; i < 14; ++i) {
    const auto kase = RegisteredCase(*chv_, officer());
    revision_ = kase.revision();
    if (i >= 3) continue;
    const auto assess = OnCase<cw::AssessCaseRequest>(kase.case_file().case_code());
    revision_ = officer().Must<cw::CaseReply>(&CaseStub::AssessCase, assess).revision();
  }
  const auto board =
      committee().Must<cm::GetBoardResponse>(&Stub::GetBoard, At<cm::GetBoardRequest>());
  const auto list = committee().Must<cm::ListCountedCasesResponse>(
      &Stub::ListCountedCases, At<cm::ListCountedCasesRequest>());
  std::map<std::string, uint64_t> shown, listed;
  for (const cm::CaseCell& cell : board.cases()) {
    if (!cell.count().suppressed()) shown[cell.stage()] = cell.count().value();
  }
  for (const cm::CountedCase& one : list.cases()) ++listed[one.stage()];
  EXPECT_EQ(board.cases_size(), 3);
  EXPECT_EQ(listed, shown);
  EXPECT_FALSE(shown.empty());
  EXPECT_EQ(shown.count("assessment"), 0u);
  EXPECT_TRUE(list.some_hidden());
}

TEST_F(ListsTest, OfWhatIsOverdueTheCommitteeGetsTheLinesOfCountsThatAreShown) {
  MakeMany(10);
  Later(absl::Hours(24 * 45));
  for (const char* subcounty : {"", "003"}) {
    auto request = At<cm::ListOverdueRequest>();
    request.set_kind("referral");
    request.set_subcounty(subcounty);
    const auto shown = committee().Must<cm::ListOverdueResponse>(&Stub::ListOverdue, request);
    EXPECT_EQ(shown.items_size(), 10);
    EXPECT_FALSE(shown.some_hidden());
    std::set<std::string> says = {"masked_code", "kind", "turn_agency"};
    if (*subcounty != '\0') says.insert("subcounty");
    for (const cm::OverdueItem& item : shown.items()) {
      EXPECT_EQ(FieldsOf(item), says);
      EXPECT_EQ(item.kind(), "referral");
      EXPECT_EQ(item.turn_agency(), "rescue-centre");
    }
  }
  // Cases are not listed, since no figure counts them as overdue; lest they pass for none, it says
  // that some are hidden.
  const auto all =
      committee().Must<cm::ListOverdueResponse>(&Stub::ListOverdue, At<cm::ListOverdueRequest>());
  EXPECT_EQ(all.items_size(), 10);
  EXPECT_TRUE(all.some_hidden());
}

// Ten were sent, and the six that are decided were by the end of an hour.
TEST_F(ListsTest, TheCommitteeIsNotToldATimeOfFew) {
  MakeMany(10);
  Client shelter = county_->SignIn("p-shelter");
  for (size_t i = 0; i < 6; ++i) {
    auto decline = OnReferral<rf::DeclineReferralRequest>(referrals_[i]);
    decline.set_reason("NO_CAPACITY");
    revision_ = shelter.Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline).revision();
  }
  const auto half = [&](Client& by) {
    const auto board = by.Must<cm::GetBoardResponse>(&Stub::GetBoard, At<cm::GetBoardRequest>());
    EXPECT_EQ(board.county().sent(), 10u);
    EXPECT_EQ(board.agencies_size(), 1);
    EXPECT_EQ(board.agencies(0).to_decide().p50_hours(), board.county().to_decide().p50_hours());
    return board.county().to_decide().p50_hours();
  };
  EXPECT_EQ(half(officer()), 1);
  EXPECT_EQ(half(committee()), -1);
}

TEST_F(ListsTest, TheCommitteeMayNotListByWhatNoFigureCounts) {
  auto cases = At<cm::ListCountedCasesRequest>();
  cases.set_age_band("10-14");
  cm::ListCountedCasesResponse no_cases;
  EXPECT_REFUSED(committee().Call(&Stub::ListCountedCases, cases, &no_cases), NOT_PERMITTED);
  cases.clear_age_band();
  cases.set_found_only(true);
  EXPECT_REFUSED(committee().Call(&Stub::ListCountedCases, cases, &no_cases), NOT_PERMITTED);
  auto running = At<cm::ListRunningReferralsRequest>();
  running.set_state("sent");
  running.set_turn_agency("hospital");
  cm::ListRunningReferralsResponse no_referrals;
  EXPECT_REFUSED(committee().Call(&Stub::ListRunningReferrals, running, &no_referrals),
                 NOT_PERMITTED);
  for (const auto& [field, value] : {std::pair("kind", "case"), std::pair("state", "sent")}) {
    auto overdue = At<cm::ListOverdueRequest>();
    overdue.GetReflection()->SetString(&overdue, overdue.GetDescriptor()->FindFieldByName(field),
                                       value);
    cm::ListOverdueResponse no_items;
    EXPECT_REFUSED(committee().Call(&Stub::ListOverdue, overdue, &no_items), NOT_PERMITTED);
  }
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

}  // namespace
}  // namespace rufaa::testing
