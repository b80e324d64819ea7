// What a reader takes for the topic's end where another broker leads it than before, or than the
// one that it reads from. On librdkafka's own brokers in memory: no real one stays that ignorant
// for long enough to be looked at.
#include "eventlog/kafka/topic_reader.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka_mock.h>

#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <thread>

#include "absl/time/clock.h"
#include "eventlog/kafka/sure_end.h"
#include "eventlog/steady_time.h"
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

  // `end` waits a little each time.
  static void WaitUntilEndIs(std::optional<uint64_t> wanted,
                             const std::function<std::optional<uint64_t>()>& end) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    for (std::optional<uint64_t> is = end(); is != wanted; is = end()) {
      ASSERT_LT(absl::Now(), give_up) << "it is " << is.value_or(UINT64_MAX);
    }
  }

  // Of this program, librdkafka's among them.
  static int64_t Threads() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
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

// As a broker does that is cut off from the others and still takes itself for the leader.
TEST_F(TopicReaderTest, FindsOutWhatIsAppendedUnderAnotherThanItReadsFrom) {
  const auto told = [this]() -> std::optional<uint64_t> {
    EXPECT_TRUE(reader_->Poll(absl::Milliseconds(20)).ok());
    const std::optional<TopicReader::Told> last = reader_->LastTold();
    return last.has_value() ? std::optional(last->end) : std::nullopt;
  };
  WriteRawTopic(topic_, {"one", "two"});
  LetReadFromSecond(0);
  ASSERT_TRUE(reader_->Seek(1).ok());
  WaitUntilEndIs(2, told);
  WriteRawTopic(topic_, {"three"});
  WaitUntilEndIs(3, told);
}

// It asks where the topic ends. Were somebody left to wait for the answer, that would go on when
// the program ends, and be under what OpenSSL then cleans up.
TEST_F(TopicReaderTest, LeavesNoThreadBehindThatAsksALeaderWhoIsAway) {
  WriteRawTopic(topic_, {"one", "two"});
  reader_.reset();
  const int64_t before = Threads();
  reader_ = *TopicReader::Open(topic_, absl::Seconds(60));
  ASSERT_EQ(rd_kafka_mock_broker_set_down(mock_.get(), 1), RD_KAFKA_RESP_ERR_NO_ERROR);
  const absl::Time asked_at = SteadyNow();
  EXPECT_TRUE(absl::IsUnavailable(reader_->ReadEnds(absl::Seconds(1)).status()));
  EXPECT_LT(SteadyNow() - asked_at, absl::Seconds(20)) << "it is asked for a second";
  reader_.reset();
  // One that ended is counted a moment longer.
  for (const absl::Time give_up = absl::Now() + absl::Seconds(20); Threads() > before;) {
    ASSERT_LT(absl::Now(), give_up) << Threads() - before << " threads are left";
    std::this_thread::yield();
  }
  reader_ = *TopicReader::Open(topic_, absl::Seconds(60));
  ASSERT_EQ(rd_kafka_mock_broker_set_up(mock_.get(), 1), RD_KAFKA_RESP_ERR_NO_ERROR);
  const absl::StatusOr<TopicReader::Ends> ends = reader_->ReadEnds(absl::Seconds(60));
  ASSERT_TRUE(ends.ok()) << ends.status();
  EXPECT_EQ(ends->first, 0u);
  EXPECT_EQ(ends->end, 2u);
}

TEST_F(TopicReaderTest, BelievesNoEndOnceNoOtherBrokerSaysWhoLeads) {
  WriteRawTopic(topic_, {"one", "two"});
  FetchTimes times;
  SureEnd sure_end(topic_, times);
  const auto last = [&] {
    rd_kafka_poll(holder_.get(), 20);
    return sure_end.Last();
  };
  EXPECT_EQ(sure_end.Last(), std::nullopt);
  times.Note(SteadyNow(), /*leader=*/2);
  WaitUntilEndIs(2, last);
  ASSERT_EQ(rd_kafka_mock_broker_set_down(mock_.get(), 1), RD_KAFKA_RESP_ERR_NO_ERROR);
  WaitUntilEndIs(std::nullopt, last);
  ASSERT_EQ(rd_kafka_mock_broker_set_up(mock_.get(), 1), RD_KAFKA_RESP_ERR_NO_ERROR);
  WaitUntilEndIs(2, last);
  sure_end.Forget();
  EXPECT_EQ(sure_end.Last(), std::nullopt);
}

}  // namespace
}  // namespace rufaa
