// A hub whose log stands in Kafka. Its own disk fails: a new start mends that, so the hub asks for
// one. The brokers are away: that passes. The topic is not what it was: that stays, and so does the
// hub, to say so.
#include <gmock/gmock.h>

#include <csignal>
#include <thread>

#include "eventlog/kafka/topic_record.h"
#include "tests/services_hub/file_limit.h"
#include "tests/support/kafka_cluster.h"
#include "tests/support/raw_topic.h"
#include "tests/walk_grpc/requests.h"

namespace rufaa::testing {
namespace {

using ::testing::HasSubstr;

class StoppedReplicaTest : public HubTest {
 protected:
  void SetUp() override {
    std::signal(SIGXFSZ, SIG_IGN);
    DeleteRawTopic(topic_);  // Of the test before.
    kafka_ = {.brokers = cluster_.brokers(), .replicas = 1, .min_insync_replicas = 1};
    HubTest::SetUp();
    county_ = std::make_unique<County>(*hub_, "001");
    county_->Settle();
  }
  void TearDown() override {
    LimitFiles(0, RLIM_INFINITY);
    cluster_.Thaw(1);
    Stop();
  }

  // Waits until the hub has noticed; what it says of itself.
  std::string WhyNotServing() {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (absl::Now() < deadline) {
      const absl::Status status = hub_->WaitUntilServing(absl::InfinitePast());
      if (!status.ok()) return std::string(status.message());
      std::this_thread::yield();
    }
    return "it serves";
  }

  absl::Status FindChild() {
    Client chv = county_->SignIn("p-chv");
    cw::CaseReply reply;
    return chv.Call(&CaseStub::IdentifyChild, ChildFound(), &reply);
  }

  KafkaCluster& cluster_ = KafkaCluster::Shared(1);
  const KafkaTopic topic_ = cluster_.Topic(hub::TopicOf("001"));
  std::unique_ptr<County> county_;
};

TEST_F(StoppedReplicaTest, AsksForANewStartWhenItsOwnDiskHasFailed) {
  LimitFiles(0, LengthOfWal(data_dir_ + "/data/001/log/db"));
  EXPECT_FALSE(FindChild().ok());
  LimitFiles(0, RLIM_INFINITY);
  EXPECT_THAT(WhyNotServing(), HasSubstr("the log of 001 has stopped: LOG_UNAVAILABLE: "));
  EXPECT_TRUE(absl::IsUnavailable(hub_->Failure())) << hub_->Failure();
  Stop();
  Start();
  county_ = std::make_unique<County>(*hub_, "001");
  const absl::Status found = FindChild();
  EXPECT_TRUE(found.ok()) << found;
  EXPECT_TRUE(hub_->Failure().ok()) << hub_->Failure();
}

TEST_F(StoppedReplicaTest, TellsOfRecordsThatNoHubWrote) {
  EXPECT_THAT(hub_->metrics().RenderText(), HasSubstr("rufaa_log_passed_over{county=\"001\"} 0"));
  WriteRawTopic(topic_, {"hello", "again"});
  const absl::Status found = FindChild();  // Stands behind them.
  EXPECT_TRUE(found.ok()) << found;
  EXPECT_THAT(hub_->metrics().RenderText(), HasSubstr("rufaa_log_passed_over{county=\"001\"} 2"));
}

TEST_F(StoppedReplicaTest, StaysAndServesWhileTheBrokersAreAway) {
  cluster_.Freeze(1);
  const absl::Status found = FindChild();
  EXPECT_TRUE(absl::IsUnavailable(found)) << found;
  EXPECT_TRUE(hub_->counties().at("001")->log().Health().ok());
  EXPECT_TRUE(hub_->WaitUntilServing(absl::InfinitePast()).ok());
  EXPECT_TRUE(hub_->Failure().ok()) << hub_->Failure();
}

TEST_F(StoppedReplicaTest, StaysWithoutServingAtARecordOfANewerForm) {
  WriteRawTopic(topic_, {"rufaa\x04\x02 newer"});
  EXPECT_THAT(WhyNotServing(), HasSubstr("the log of 001 has stopped: STORE_NEWER: "));
  EXPECT_TRUE(hub_->Failure().ok()) << hub_->Failure();
}

TEST_F(StoppedReplicaTest, StaysWithoutServingWhenTheReplicasHaveParted) {
  StoredLog& log = hub_->counties().at("001")->log();
  WriteRawTopic(topic_, {EncodeRootRecord({.position = 2, .root = *log.Root(1)})});
  EXPECT_THAT(WhyNotServing(), HasSubstr("the log of 001 has stopped: STORE_DAMAGED: "));
  EXPECT_TRUE(hub_->Failure().ok()) << hub_->Failure();
}

}  // namespace
}  // namespace rufaa::testing
