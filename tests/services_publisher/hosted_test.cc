// A hub with a place to publish to: what people do through gRPC is read by kcat, over a log of the
// process's own and over one that brokers give its order; and what was planted in it is not.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/services_publisher/kcat.h"
#include "tests/services_publisher/schema_check.h"
#include "tests/support/kafka_cluster.h"
#include "tests/support/raw_topic.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

enum class Order { kOfTheProcess, kOfKafka };

class HostedPublisherTest : public HubTest, public ::testing::WithParamInterface<Order> {
 protected:
  void SetUp() override {
    if (GetParam() == Order::kOfKafka) {
      DeleteRawTopic(cluster_.Topic(hub::TopicOf("001")));  // Of the test before.
      kafka_ = {.brokers = cluster_.brokers(), .replicas = 1, .min_insync_replicas = 1};
    }
    public_place_ = Place(NewTopic());
    HubTest::SetUp();
  }

  publisher::PublicPlace Place(const std::string& topic) const {
    return {.brokers = cluster_.brokers(), .topic = topic, .replicas = 1, .min_insync_replicas = 1};
  }
  KafkaTopic Topic() const { return publisher::TopicAt(*public_place_, "001"); }

  static std::string NewTopic() {
    static int made = 0;
    return absl::StrCat("rufaa.public.hosted-", ++made, ".<county>");
  }

  // A child found, registered, referred to a rescue centre, and brought to court.
  void Work();

  KafkaCluster& cluster_ = KafkaCluster::Shared(1);
};

void HostedPublisherTest::Work() {
  County county(*hub_, "001");
  county.Settle();
  Client chv = county.SignIn("p-chv"), officer = county.SignIn("p-officer"),
         shelter = county.SignIn("p-shelter");
  cw::IdentifyChildRequest found = ChildFound();
  found.mutable_identity()->set_first_name("Zqxanaria");
  found.mutable_identity()->set_phone("Zqxanaria-0700");
  found.set_narrative("Yndefukwa was seen with her.");
  found.set_location("Xopicha");
  const std::string code = RegisteredCase(chv, officer, found).case_file().case_code();
  Consent(officer, code, "rescue-centre");
  auto send = OnCase<rf::SendReferralRequest>(code);
  send.set_service("RMTS");
  send.set_to_agency("rescue-centre");
  send.set_note("Zqxanaria needs a bed.");
  const auto sent = officer.Must<rf::ReferralReply>(&ReferralStub::SendReferral, send);
  const std::string& referral = sent.referral().referral_code();
  auto question = OnReferral<rf::AskInformationRequest>(referral);
  question.set_question("Is Yndefukwa her aunt?");
  shelter.Must<rf::ReferralReply>(&ReferralStub::AskInformation, question);
  auto answer = OnReferral<rf::GiveInformationRequest>(referral);
  answer.set_answer("Yes, of Xopicha.");
  officer.Must<rf::ReferralReply>(&ReferralStub::GiveInformation, answer);
  shelter.Must<rf::ReferralReply>(&ReferralStub::AcceptReferral,
                                  OnReferral<rf::AcceptReferralRequest>(referral));
  auto date = OnCase<cw::SetCourtDateRequest>(code);
  date.set_court("court");
  date.set_session("STMN");
  *date.mutable_court_time() = rpc::ToProto(clock_.Now() + absl::Hours(24));
  date.set_court_file("Zqxanaria 12 of 2026");
  officer.Must<cw::CaseReply>(&CaseStub::SetCourtDate, date);
}

TEST_P(HostedPublisherTest, WhatPeopleDoIsPublishedAndWhoItIsAboutIsNot) {
  Work();
  const std::vector<ReadRecord> records = ReadByKcat(Topic(), 10);
  std::vector<std::string> types;
  for (const ReadRecord& record : records) {
    types.push_back(record.type());
    EXPECT_EQ(record.key, records[0].key);
    EXPECT_EQ(WhatIsWrong(SchemaOfType(record.type()), record.data), "") << record.data;
    for (const char* planted : {"Zqxanaria", "Yndefukwa", "Xopicha", "rescue-centre\"", "p-"}) {
      EXPECT_FALSE(absl::StrContains(record.data, planted)) << record.data;
    }
  }
  EXPECT_THAT(
      types, ElementsAre("case.identified", "case.registered", "case.risk-set",
                         "case.consent-given", "case.referred-to-rescue-centre", "case.need-opened",
                         "case.referral-question-asked", "case.referral-question-answered",
                         "case.referral-accepted", "case.court-date-set"));

  ASSERT_EQ(records.size(), 10u);

  // The same hub again: nothing is repeated.
  Stop();
  Start();
  County county(*hub_, "001");
  Client officer = county.SignIn("p-officer");
  auto vacate = OnCase<cw::VacateCourtDateRequest>(records[0].key);
  vacate.set_matter(nlohmann::json::parse(records[9].data).at("matter"));
  vacate.set_reason("OTHER");
  officer.Must<cw::CaseReply>(&CaseStub::VacateCourtDate, vacate);
  const std::vector<ReadRecord> after = ReadByKcat(Topic(), 11);
  ASSERT_EQ(after.size(), 11u);
  EXPECT_EQ(after[10].type(), "case.court-date-vacated");
  for (size_t i = 0; i < records.size(); ++i) EXPECT_EQ(after[i].id(), records[i].id());
}

TEST_P(HostedPublisherTest, AHubServesOnThoughItsTopicIsRefused) {
  Stop();
  public_place_ = Place(NewTopic());
  MakeRawTopic(Topic(), 1, 1,
               {{"cleanup.policy", "delete"}, {"retention.ms", "-1"}, {"retention.bytes", "-1"}});
  WriteRawTopic(Topic(), {"somebody else's"});
  Start();
  Work();
  EXPECT_THAT(hub_->metrics().RenderText(), HasSubstr("rufaa_publisher_up{county=\"001\"} 0"));
}

TEST_P(HostedPublisherTest, AloneInItsProcessItDoesNotStartOnATopicThatIsRefused) {
  Stop();
  hub::HubOptions options;
  options.data_dir = data_dir_ + "/data";
  options.counties = {"001"};
  options.services = {"publisher"};
  options.kafka = kafka_;
  options.log_fd = log_fd_;
  EXPECT_THAT(std::string(hub::Hub::Start(options).status().message()),
              HasSubstr("--public-brokers"));
  public_place_ = Place(NewTopic());
  MakeRawTopic(Topic(), 2, 1, {});
  options.publisher = public_place_;
  const absl::Status refused = hub::Hub::Start(options).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("2 partitions; a county's public topic"));
  options.publisher = Place(NewTopic());
  EXPECT_TRUE(hub::Hub::Start(options).ok());
}

INSTANTIATE_TEST_SUITE_P(Orders, HostedPublisherTest,
                         ::testing::Values(Order::kOfTheProcess, Order::kOfKafka),
                         [](const auto& info) {
                           return info.param == Order::kOfKafka ? "OfKafka" : "OfTheProcess";
                         });

}  // namespace
}  // namespace rufaa::testing
