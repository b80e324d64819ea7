// The lists behind the board's figures, by gRPC, as officers get them.
#include <gmock/gmock.h>

#include <set>

#include "tests/services_committee/lists_fixture.h"

namespace rufaa::testing {
namespace {

using Stub = cm::CommitteeService::Stub;

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
       {std::pair("stage", "assessment"), std::pair("agency", "sco-nyali"),
        std::pair("subcounty", "001"), std::pair("age_bucket", "85d+"),
        std::pair("age_band", "0-5"), std::pair("age_band", "18+")}) {
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
  for (const char* known : {"RMPP", "ESSE"}) {
    request.set_service(known);
    officer().Must<cm::ListNeedsResponse>(&Stub::ListNeeds, request);
  }
  request.set_service("RTMS");
  cm::ListNeedsResponse none;
  EXPECT_REFUSED(officer().Call(&Stub::ListNeeds, request, &none), UNKNOWN_CODE);
}

TEST_F(ListsTest, AnAgencyThatThereIsNotIsNotCounted) {
  auto cases = At<cm::ListCountedCasesRequest>();
  cases.set_agency("rescue-tumainy");
  cm::ListCountedCasesResponse no_cases;
  EXPECT_REFUSED(officer().Call(&Stub::ListCountedCases, cases, &no_cases), MALFORMED);
  auto running = At<cm::ListRunningReferralsRequest>();
  running.set_turn_agency("rescue-tumainy");
  cm::ListRunningReferralsResponse none_run;
  EXPECT_REFUSED(officer().Call(&Stub::ListRunningReferrals, running, &none_run), MALFORMED);
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
    return officer().Must<cm::ListOverdueResponse>(&Stub::ListOverdue, request).items_size();
  };
  EXPECT_EQ(listed("", ""), 2);
  EXPECT_EQ(listed("case", ""), 1);
  EXPECT_EQ(listed("referral", ""), 1);
  EXPECT_EQ(listed("", "registered"), 1);
  EXPECT_EQ(listed("referral", "registered"), 0);
}

TEST_F(ListsTest, WhatIsOverdueIsNarrowedByWhatThereIsAndElseRefused) {
  Make();
  Later(absl::Hours(24 * 30));
  const auto asked = [](const char* field, const char* value) {
    cm::ListOverdueRequest request;
    request.GetReflection()->SetString(&request, request.GetDescriptor()->FindFieldByName(field),
                                       value);
    return request;
  };
  const auto listed = [&](const char* subcounty) {
    auto request = asked("subcounty", subcounty);
    request.set_min_revision(revision_);
    return officer().Must<cm::ListOverdueResponse>(&Stub::ListOverdue, request).items_size();
  };
  EXPECT_EQ(listed("Kisauni"), 2);
  EXPECT_EQ(listed("003"), 2);
  EXPECT_EQ(listed("Nyali"), 0);
  for (const auto& [field, value] :
       {std::pair("subcounty", "Kisumu"), std::pair("kind", "cases"), std::pair("state", "late"),
        std::pair("agency", "rescue-tumainy")}) {
    cm::ListOverdueResponse none;
    const absl::Status refused = officer().Call(&Stub::ListOverdue, asked(field, value), &none);
    EXPECT_REFUSED(refused, MALFORMED);
    EXPECT_THAT(RefusalOf(refused)->details, ::testing::Contains(::testing::Pair("field", field)));
  }
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
        std::pair("age_band", "10-14"), std::pair("subcounty", "003"),
        std::pair("subcounty", "Kisauni")}) {
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
  cw::ListCaseloadRequest elsewhere;
  elsewhere.set_subcounty("Kisumu");
  cw::ListCaseloadResponse none;
  EXPECT_REFUSED(officer().Call(&CaseStub::ListCaseload, elsewhere, &none), MALFORMED);
  cw::ListCaseloadRequest misspelt;
  misspelt.set_stage("planed");
  EXPECT_REFUSED(officer().Call(&CaseStub::ListCaseload, misspelt, &none), MALFORMED);
  misspelt.set_stage("");
  misspelt.set_age_bucket("0-8d");
  EXPECT_REFUSED(officer().Call(&CaseStub::ListCaseload, misspelt, &none), MALFORMED);
  misspelt.set_age_bucket("");
  misspelt.set_age_band("young");
  EXPECT_REFUSED(officer().Call(&CaseStub::ListCaseload, misspelt, &none), UNKNOWN_CODE);
}

}  // namespace
}  // namespace rufaa::testing
