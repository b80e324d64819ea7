// Reads a county's topic in order of offset, each record once, none left out. Belongs to no
// consumer group: where to go on from is the store's to remember. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "eventlog/kafka/kafka_client.h"
#include "eventlog/kafka/sure_end.h"
#include "eventlog/merkle.h"

namespace rufaa {

class TopicReader {
 public:
  // `patience`: how long a topic that seems to lack the wanted record is asked again. It should be
  // longer than any failover takes.
  static absl::StatusOr<std::unique_ptr<TopicReader>> Open(const KafkaTopic& topic,
                                                           absl::Duration patience);

  ~TopicReader();

  // From here on the record at offset `next` is the next one.
  absl::Status Seek(uint64_t next);

  struct Record {
    uint64_t offset = 0;
    absl::Time appended_at;  // By the broker's clock, to the millisecond.
    absl::string_view value;
  };

  // What has arrived, up to a few thousand records; waits up to `timeout` for the first. Empty when
  // nothing came, be it that there is nothing or that no broker answers. The records are valid
  // until the next call. DATA_LOSS: the topic does not hold the record that is wanted, and has not
  // for longer than patience; it left one out; or it was cut short and went on otherwise.
  absl::StatusOr<absl::Span<const Record>> Poll(absl::Duration timeout);

  // SHA-256 of the record before `next`, where that is the next one. Whenever the topic was out of
  // sight, nothing more is given before it has been found to stand there still.
  void Took(uint64_t next, const MerkleHash& last) { taken_ = {next, last}; }

  // Offsets of the first record that is kept, and behind the last that all replicas have.
  struct Ends {
    uint64_t first = 0;
    uint64_t end = 0;
  };
  // LOG_UNAVAILABLE when no answer came within `timeout`: it waits no longer for one.
  absl::StatusOr<Ends> ReadEnds(absl::Duration timeout);

  // The topic's end as the leader last told it while being read, and when that was, by SteadyNow():
  // nothing that was acknowledged by then lies behind it. nullopt before the leader has told it, or
  // since it refused to; after an answer that failed, or another's lead, until the end was asked
  // for once more, which this does by and by; and while the other brokers do not say who leads
  // (eventlog/kafka/sure_end.h). Never waits. A leader that is cut off from the others may tell the
  // end as it was for as long as SureEnd believes it.
  struct Told {
    uint64_t end = 0;
    absl::Time at;
  };
  std::optional<Told> LastTold();

  // DATA_LOSS, naming both, if the topic can't go on from offset `next`.
  absl::Status CheckGoesOn(const Ends& ends, uint64_t next) const;

  // DATA_LOSS: the record at `offset` is not the one that was read there.
  static absl::Status WentOnOtherwise(uint64_t offset);

  // The one record at `offset`, which exists; valid until the next call. Leaves the reader there.
  // `deadline` by SteadyNow().
  absl::StatusOr<Record> ReadOne(uint64_t offset, absl::Time deadline);

 private:
  TopicReader(KafkaTopic topic, std::unique_ptr<FetchTimes> times, KafkaOwned<rd_kafka_t> client,
              KafkaOwned<rd_kafka_topic_t> handle, absl::Duration patience)
      : topic_(std::move(topic)),
        times_(std::move(times)),
        client_(std::move(client)),
        handle_(std::move(handle)),
        patience_(patience),
        sure_end_(topic_, *times_) {}

  struct Taken {
    uint64_t next = 0;  // 0: nothing yet.
    MerkleHash last = {};
  };

  absl::Status ReadFrom(uint64_t offset);
  absl::Status Take(KafkaOwned<rd_kafka_message_t> message);
  absl::Status LookBack(absl::string_view before);
  bool WasOutOfSight();
  absl::StatusOr<Ends> AskForEnds(absl::Time deadline) const;
  std::optional<uint64_t> EndAsTold() const;
  absl::Status FindAgain();

  const KafkaTopic topic_;
  std::unique_ptr<FetchTimes> times_;
  KafkaOwned<rd_kafka_t> client_;
  KafkaOwned<rd_kafka_topic_t> handle_;
  const absl::Duration patience_;
  bool started_ = false;
  uint64_t next_ = 0;
  Taken taken_;
  bool looking_back_ = false;  // The record before next_ is to be seen first.
  bool end_is_told_ = false;
  absl::Time unsure_since_ = absl::UnixEpoch();  // When the topic was last out of sight.
  SureEnd sure_end_;
  std::vector<KafkaOwned<rd_kafka_message_t>> messages_;
  std::vector<Record> records_;
  absl::Time lost_since_ = absl::InfiniteFuture();  // When the wanted record was first missed.
  absl::Time find_again_at_ = absl::InfiniteFuture();
};

}  // namespace rufaa
