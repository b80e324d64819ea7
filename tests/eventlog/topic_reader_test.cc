// What a reader takes for the topic's end where another broker leads it than before. On
// librdkafka's own brokers in memory: no real one stays that ignorant for long enough to be looked
// at.
#include "eventlog/kafka/topic_reader.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka_mock.h>

#include <memory>
#include <optional>

#include "absl/time/clock.h"
#include "tests/support/raw_topic.h"

namespace rufaa {
namespace {

struct MockDelete {
  void operator()(rd_kafka_mock_cluster_t* mock) const { rd_kafka_mock_cluster_destroy(mock); }
};

class TopicReaderTest : public ::testing::Test {
 protected:
  KafkaOwned<rd_kafka_t> holder_ = *NewKafkaConsumer({"", "", {}});
  std::unique_ptr<rd_kafka_mock_cluster_t, MockDelete> mock_{
      rd_kafka_mock_cluster_new(holder_.get(), 2)};
  const KafkaTopic topic_{rd_kafka_mock_cluster_bootstraps(mock_.get()), "t", {}};
  bool made_ =
      rd_kafka_mock_topic_create(mock_.get(), "t", 1, 2) == RD_KAFKA_RESP_ERR_NO_ERROR &&
      rd_kafka_mock_partition_set_leader(mock_.get(), "t", 0, 1) == RD_KAFKA_RESP_ERR_NO_ERROR;
  std::unique_ptr<TopicReader> reader_ = *TopicReader::Open(topic_, absl::Seconds(60));

  void SetUp() override { ASSERT_TRUE(made_); }

  // From its next answer on broker 1 sends readers to broker 2, which takes `end` for the end as a
  // new leader does that has not heard of the others yet.
  void LetReadFromSecond(int64_t end) {
    ASSERT_EQ(rd_kafka_mock_partition_set_follower_wmarks(mock_.get(), "t", 0, -1, end),
              RD_KAFKA_RESP_ERR_NO_ERROR);
    ASSERT_EQ(rd_kafka_mock_partition_set_follower(mock_.get(), "t", 0, 2),
              RD_KAFKA_RESP_ERR_NO_ERROR);
  }
};

TEST_F(TopicReaderTest, TakesNoEndOfANewLeaderForOneThatLiesBeforeWhatWasAcknowledged) {
  WriteRawTopic(topic_, {"one", "two"});
  LetReadFromSecond(0);
  ASSERT_TRUE(reader_->Seek(1).ok());
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  for (int told = 0; told < 10;) {
    ASSERT_LT(absl::Now(), give_up) << "tells no end any more";
    const auto records = reader_->Poll(absl::Milliseconds(20));
    ASSERT_TRUE(records.ok()) << records.status();
    EXPECT_TRUE(records->empty()) << "the second broker does not give what it knows no end of";
    const std::optional<TopicReader::Told> last = reader_->LastTold();
    if (!last.has_value()) continue;
    ++told;
    ASSERT_EQ(last->end, 2u) << "whoever has read up to 1 would call itself current";
  }
}

}  // namespace
}  // namespace rufaa
