// What only reads a county's topic takes it as it is, however few replicas it has; what writes to
// it does not. On a real broker.
#include <gmock/gmock.h>

#include <filesystem>

#include "absl/time/clock.h"
#include "eventlog/kafka/county_topic.h"
#include "eventlog/steady_time.h"
#include "services/access/passwords.h"
#include "services/hub/founding.h"
#include "services/hub/open_county.h"
#include "tests/cli/command.h"
#include "tests/support/kafka_cluster.h"
#include "tests/support/raw_topic.h"

namespace rufaa::cli {
namespace {

using testing::HasSubstr;

class TopicRead : public testing::Test {
 protected:
  ~TopicRead() override { DeleteRawTopic(topic_); }

  // A county whose topic has one replica.
  void Found() {
    const auto county =
        hub::OpenCounty::Open({.data_dir = home_.File("data"),
                               .county = "001",
                               .key_dir = {},
                               .make_key = true,
                               .session_limits = {},
                               .kafka = hub::KafkaPlace{.brokers = cluster_.brokers(),
                                                        .replicas = 1,
                                                        .min_insync_replicas = 1,
                                                        .client = cluster_.client()}});
    ASSERT_TRUE(county.ok()) << county.status();
    access::Passwords passwords({.passes = 1, .memory_bytes = 8192});
    const absl::Status founded = hub::Found(**county,
                                            {.name = "Pwani",
                                             .prefix = "MS",
                                             .admin_login = "admin",
                                             .admin_password = "mwamba-wa-pwani-2026"},
                                            passwords, absl::Now());
    ASSERT_TRUE(founded.ok()) << founded;
  }

  // Of that county, with nothing said of replicas: there are to be three, and two in step.
  Result Run(std::vector<std::string> words) {
    words.insert(words.end(),
                 {"--data", home_.File("data"), "--kafka-brokers", cluster_.brokers()});
    return Rufaa(home_, words);
  }
  Result BackUp() {
    return Run(
        {"backup", "create", home_.File("copy"), "--keys-to", home_.File("keys"), "--offline"});
  }

  KafkaCluster& cluster_ = KafkaCluster::Shared(1);
  const KafkaTopic topic_ = cluster_.Topic(hub::TopicOf("001"));
  const Folder home_;
};

TEST_F(TopicRead, ABackupAndTheWayBackAskForNoNumberOfReplicas) {
  ASSERT_NO_FATAL_FAILURE(Found());
  const Result served = Run({"serve", "--listen", "127.0.0.1:0", "--metrics", "off"});
  EXPECT_NE(served.exit_code, 0);
  EXPECT_THAT(served.err, HasSubstr("at least 3, as --kafka-replicas says"));
  const Result backup = BackUp();
  EXPECT_EQ(backup.exit_code, 0) << backup.err;
  const Result back = Run({"log", "migrate", "--to-embedded"});
  EXPECT_EQ(back.exit_code, 0) << back.err;
  EXPECT_THAT(back.out, HasSubstr("moved"));
}

TEST_F(TopicRead, WhatWouldLoseRecordsIsReadByNobody) {
  std::filesystem::create_directories(home_.File("data/001/log"));
  MakeRawTopic(topic_, 1, 1, {{"cleanup.policy", "compact"}});
  const Result backup = BackUp();
  EXPECT_NE(backup.exit_code, 0);
  EXPECT_THAT(backup.err, HasSubstr("cleanup.policy = compact"));
}

TEST_F(TopicRead, ReadingMakesNoTopic) {
  const CountyTopicOptions reading{.replicas = kAnyReplicas, .min_insync_replicas = kAnyReplicas};
  const auto ensure = [&](const CountyTopicOptions& options, bool may_make) {
    return EnsureCountyTopic(topic_, options, may_make, SteadyNow() + absl::Seconds(2));
  };
  const absl::Status read = ensure(reading, /*may_make=*/true);
  EXPECT_TRUE(absl::IsNotFound(read)) << read;
  EXPECT_THAT(read.message(), HasSubstr("Name the brokers that have it."));
  // For the end of this test, too.
  EXPECT_TRUE(ensure({.replicas = 1, .min_insync_replicas = 1}, /*may_make=*/true).ok());
  EXPECT_TRUE(ensure(reading, /*may_make=*/false).ok());
}

}  // namespace
}  // namespace rufaa::cli
