// A question before the decision: who asks reads the answer, and nothing else opens with it.
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

class QuestionTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
    officer_ = std::make_unique<Client>(county_->SignIn("p-officer"));
    shelter_ = std::make_unique<Client>(county_->SignIn("p-shelter"));
    Client chv = county_->SignIn("p-chv");
    const auto kase = RegisteredCase(chv, *officer_);
    case_code_ = kase.case_file().case_code();
    Consent(*officer_, case_code_, "rescue-centre");
    code_ = Sent(*officer_, case_code_, "RMTS", "rescue-centre").referral().referral_code();
    auto question = OnReferral<rf::AskInformationRequest>(code_);
    question.set_question("Is a carer coming along?");
    shelter_->Must<rf::ReferralReply>(&ReferralStub::AskInformation, question);
    auto answer = OnReferral<rf::GiveInformationRequest>(code_);
    answer.set_answer("An aunt is.");
    revision_ =
        officer_->Must<rf::ReferralReply>(&ReferralStub::GiveInformation, answer).revision();
  }

  rf::Referral AsSeenBy(Client& client) {
    return client
        .Must<rf::GetReferralResponse>(
            &ReferralStub::GetReferral,
            ReferralAt(code_, revision_, common::v1::PURPOSE_REFERRAL_SERVICE))
        .referral();
  }

  rf::GetReferralRequest Asking(std::initializer_list<common::v1::Compartment> parts) {
    rf::GetReferralRequest request =
        ReferralAt(code_, revision_, common::v1::PURPOSE_REFERRAL_SERVICE);
    for (const common::v1::Compartment part : parts) request.add_compartments(part);
    return request;
  }

  std::unique_ptr<County> county_;
  std::unique_ptr<Client> officer_, shelter_;
  std::string case_code_, code_;
  uint64_t revision_ = 0;
};

TEST_F(QuestionTest, WhoAsksReadsTheAnswerBeforeItDecidesAndNothingElse) {
  const rf::Referral pending = AsSeenBy(*shelter_);
  EXPECT_EQ(pending.question(), "Is a carer coming along?");
  EXPECT_EQ(pending.answer(), "An aunt is.");
  EXPECT_EQ(pending.note(), "");
  EXPECT_FALSE(pending.has_identity());
  EXPECT_EQ(AsSeenBy(*officer_).answer(), "An aunt is.");
  // Without a purpose nothing opens.
  EXPECT_EQ(
      shelter_
          ->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, ReferralAt(code_, revision_))
          .referral()
          .answer(),
      "");
}

TEST_F(QuestionTest, AcceptanceOpensTheRestAndTheEndClosesAll) {
  revision_ = shelter_
                  ->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                            OnReferral<rf::AcceptReferralRequest>(code_))
                  .revision();
  EXPECT_EQ(AsSeenBy(*shelter_).note(), "Please see her today.");
  EXPECT_EQ(AsSeenBy(*shelter_).answer(), "An aunt is.");
  auto decline = OnReferral<rf::DeclineReferralRequest>(code_);
  decline.set_reason("NO_CAPACITY");
  revision_ = shelter_->Must<rf::ReferralReply>(&ReferralStub::DeclineReferral, decline).revision();
  EXPECT_EQ(AsSeenBy(*shelter_).answer(), "");
  EXPECT_EQ(AsSeenBy(*shelter_).question(), "");
}

TEST_F(QuestionTest, WhoAsksForTheAnswerAloneOpensNeitherNamesNorNote) {
  revision_ = shelter_
                  ->Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                            OnReferral<rf::AcceptReferralRequest>(code_))
                  .revision();
  const auto read = [&](const rf::GetReferralRequest& request) {
    return shelter_->Must<rf::GetReferralResponse>(&ReferralStub::GetReferral, request).referral();
  };
  const rf::Referral answer = read(Asking({common::v1::COMPARTMENT_REPLY}));
  EXPECT_EQ(answer.answer(), "An aunt is.");
  EXPECT_EQ(answer.note(), "");
  EXPECT_FALSE(answer.has_identity());
  const rf::Referral names =
      read(Asking({common::v1::COMPARTMENT_IDENTITY, common::v1::COMPARTMENT_NARRATIVE}));
  EXPECT_TRUE(names.has_identity());
  EXPECT_EQ(names.note(), "Please see her today.");
  EXPECT_EQ(names.answer(), "");
  rf::GetReferralResponse none;
  EXPECT_REFUSED(
      shelter_->Call(&ReferralStub::GetReferral, Asking({common::v1::COMPARTMENT_LOCATION}), &none),
      MALFORMED);
}

TEST_F(QuestionTest, TheOwnerReadsBothInTheTimeline) {
  cw::GetTimelineRequest request;
  request.set_case_code(case_code_);
  request.set_purpose(common::v1::PURPOSE_CASE_MGMT);
  request.set_min_revision(revision_);
  const auto timeline = officer_->Must<cw::GetTimelineResponse>(&CaseStub::GetTimeline, request);
  std::string all;
  for (const cw::TimelineEntry& entry : timeline.entries()) all += entry.narrative() + "\n";
  EXPECT_NE(all.find("Is a carer coming along?\n"), std::string::npos) << all;
  EXPECT_NE(all.find("An aunt is.\n"), std::string::npos) << all;
}

// Its clock may have days to run, so neither what is overdue nor what is due soon names it.
TEST_F(QuestionTest, AQuestionStandsInTheSendersListOfWhatItIsToAnswerUntilItIsAnswered) {
  const auto codes = [&](Client& client) {
    std::vector<std::string> listed;
    const auto page = client.Must<rf::ListWorklistResponse>(
        &ReferralStub::ListWorklist, Worklist(rf::QUEUE_TO_ANSWER, revision_));
    for (const rf::Referral& one : page.referrals()) listed.push_back(one.referral_code());
    rf::CountWorklistsRequest counts;
    counts.set_min_revision(revision_);
    const auto counted =
        client.Must<rf::CountWorklistsResponse>(&ReferralStub::CountWorklists, counts);
    for (const rf::WorklistCount& one : counted.counts()) {
      if (one.queue() == rf::QUEUE_TO_ANSWER) EXPECT_EQ(one.count(), listed.size());
    }
    return listed;
  };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(codes(*officer_), Codes{}) << "it was answered";
  auto question = OnReferral<rf::AskInformationRequest>(code_);
  question.set_question("And her clothes?");
  revision_ = shelter_->Must<rf::ReferralReply>(&ReferralStub::AskInformation, question).revision();
  EXPECT_EQ(codes(*officer_), Codes{code_});
  EXPECT_EQ(codes(*shelter_), Codes{}) << "it waits";
  auto answer = OnReferral<rf::GiveInformationRequest>(code_);
  answer.set_answer("She brings them.");
  revision_ = officer_->Must<rf::ReferralReply>(&ReferralStub::GiveInformation, answer).revision();
  EXPECT_EQ(codes(*officer_), Codes{});
}

// What is due is called the same wherever it is listed.
TEST_F(QuestionTest, WhatIsDueIsSpeltOneWay) {
  EXPECT_EQ(AsSeenBy(*shelter_).due_what(), "decide");
  const auto kase =
      officer_->Must<cw::GetCaseResponse>(&CaseStub::GetCase, CaseAt(case_code_, revision_));
  EXPECT_EQ(kase.case_file().due_what(), "act");
  cw::ListCaseloadRequest request;
  request.set_min_revision(revision_);
  const auto list = officer_->Must<cw::ListCaseloadResponse>(&CaseStub::ListCaseload, request);
  ASSERT_EQ(list.cases_size(), 1);
  EXPECT_EQ(list.cases(0).due_what(), "act");
}

}  // namespace
}  // namespace rufaa::testing
