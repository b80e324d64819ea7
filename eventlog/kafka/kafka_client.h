// librdkafka's clients as this program makes them: one place for the settings that matter, and for
// what its errors mean to the log.
#pragma once

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace rufaa {

using KafkaSettings = std::vector<std::pair<std::string, std::string>>;

struct KafkaTopic {
  std::string brokers;  // "host:port,…", any of which are enough to find the others.
  std::string name;
  KafkaSettings client;  // Further settings of librdkafka, such as those of TLS and SASL.
};

struct KafkaDelete {
  void operator()(rd_kafka_t* client) const { rd_kafka_destroy(client); }
  void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_headers_t* headers) const { rd_kafka_headers_destroy(headers); }
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    rd_kafka_topic_partition_list_destroy(list);
  }
  void operator()(const rd_kafka_metadata_t* metadata) const {
    rd_kafka_metadata_destroy(metadata);
  }
};
template <class T>
using KafkaOwned = std::unique_ptr<T, KafkaDelete>;

// Told what became of each message that could not be delivered; within rd_kafka_poll only.
using DeliveryReport = void (*)(rd_kafka_t*, const rd_kafka_message_t*, void* opaque);

// When a consumer was last answered by its topic's leader, be it that nothing is new: by
// SteadyNow(). librdkafka tells by its threads; read by any.
class FetchTimes {
 public:
  static constexpr int32_t kNobody = -1;

  // Another leader than before is as good as a failure. That is noted first: who looks whether the
  // answers failed after what it took from one knows of both.
  void Note(absl::Time now, int32_t leader) {
    const int32_t before = leader_.exchange(leader);
    if (before != kNobody && before != leader) failed_ = true;
    before_us_ = last_us_.exchange(absl::ToUnixMicros(now));
  }
  bool answered() const { return leader_ != kNobody; }
  int32_t leader() const { return leader_; }  // kNobody: none has answered yet.
  // Of the answer before the last: that one may still be on its way to the consumer. UnixEpoch:
  // there was none.
  absl::Time BeforeLast() const { return absl::FromUnixMicros(before_us_); }

  // One was not answered: the connection broke, or too long went by. Until it is taken.
  void NoteFailed() { failed_ = true; }
  bool failed() const { return failed_; }
  bool TakeFailed() { return failed_.exchange(false); }

 private:
  std::atomic<int32_t> leader_{kNobody};
  std::atomic<int64_t> last_us_{0}, before_us_{0};
  std::atomic<bool> failed_{false};
};

// Connects in the background. INVALID_ARGUMENT, in librdkafka's words, for a setting that it does
// not take. A consumer belongs to no group and reads by rd_kafka_consume_start; rd_kafka_poll, now
// and then, lets both clients forget what they have to tell.
// `times`, if given, must outlive the client.
absl::StatusOr<KafkaOwned<rd_kafka_t>> NewKafkaConsumer(const KafkaTopic& topic,
                                                        FetchTimes* times = nullptr);
// Ends a consumer whose topic's handle is gone, and then its `times`. After ten seconds it is left
// to itself: where the topic was deleted meanwhile, librdkafka 2.0.2 may wait for itself for ever.
void EndConsumer(KafkaOwned<rd_kafka_t> client, std::unique_ptr<FetchTimes> times);
absl::StatusOr<KafkaOwned<rd_kafka_t>> NewKafkaProducer(const KafkaTopic& topic,
                                                        DeliveryReport report, void* opaque);

// What is known of `topic` by the brokers: LOG_UNAVAILABLE if none answers in time, and why, such
// as that they do not let this program in (NotLetIn). For a client that only this thread polls.
absl::StatusOr<KafkaOwned<const rd_kafka_metadata_t>> ReadMetadata(rd_kafka_t* client,
                                                                   const std::string& topic,
                                                                   absl::Duration timeout);

// Where `topic` begins (RD_KAFKA_OFFSET_BEGINNING) or ends (RD_KAFKA_OFFSET_END), by the word of
// who leads it: LOG_UNAVAILABLE if that does not come in time.
absl::StatusOr<uint64_t> ReadOffset(rd_kafka_t* client, const std::string& topic, int64_t which,
                                    absl::Duration timeout);

// Whether `status` is LOG_UNAVAILABLE because the brokers refuse who asks, or are not those whom
// the settings of TLS say to believe.
bool NotLetIn(const absl::Status& status);

// LOG_UNAVAILABLE, saying what failed and why.
absl::Status KafkaAway(absl::string_view what, rd_kafka_resp_err_t error);
// Likewise, of a log that is open: nothing comes from any broker.
absl::Status KafkaIsAway();

int Milliseconds(absl::Duration duration);

}  // namespace rufaa
