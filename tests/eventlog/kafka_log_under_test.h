// A county log on a real broker, to be tested: a topic of its own, on a broker that all tests of
// the program share.
#pragma once

#include <memory>
#include <string>

#include "eventlog/kafka/kafka_log.h"
#include "tests/eventlog/fixtures.h"
#include "tests/support/kafka_cluster.h"

namespace rufaa {

// A name that no topic of this program had.
inline std::string NewTopicName() {
  static int made = 0;
  return absl::StrCat("rufaa.county.test-", ++made);
}

inline KafkaLog::Options KafkaLogOptions(const KafkaCluster& cluster, const std::string& topic,
                                         const std::string& folder) {
  KafkaLog::Options options;
  options.path = folder;
  options.county = "mombasa";
  options.topic = cluster.Topic(topic);
  options.topic_options = {.replicas = cluster.nodes(),
                           .min_insync_replicas = (cluster.nodes() + 1) / 2};
  // Whatever is not about time has enough of it.
  options.answer_within = options.open_within = absl::Seconds(120);
  return options;
}

class KafkaLogUnderTest : public LogUnderTest {
 public:
  explicit KafkaLogUnderTest(Clock&) { Reopen(); }
  CountyLog& log() override { return *log_; }
  bool Restart() override {
    Reopen();
    return true;
  }
  bool KeepsGivenTime() const override { return false; }

 private:
  void Reopen() {
    log_.reset();
    absl::StatusOr<std::unique_ptr<KafkaLog>> opened =
        KafkaLog::Open(KafkaLogOptions(KafkaCluster::Shared(1), topic_, folder_.path()));
    ASSERT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
  }

  const std::string topic_ = NewTopicName();
  TempFolder folder_;
  std::unique_ptr<KafkaLog> log_;
};

}  // namespace rufaa
