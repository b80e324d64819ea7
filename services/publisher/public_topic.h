// A county's public topic, read to know what stands in it, and written on from there. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventlog/kafka/kafka_client.h"
#include "services/publisher/payload.h"

namespace rufaa::publisher {

class PublicTopic {
 public:
  // The topic must be there. LOG_UNAVAILABLE: no broker answers by `deadline`.
  static absl::StatusOr<std::unique_ptr<PublicTopic>> Open(const KafkaTopic& topic,
                                                           const std::string& county,
                                                           absl::Time deadline);
  ~PublicTopic();

  // The furthest event that stands in the topic, as far as it was read. Every public event before
  // it does, too: each publisher goes on from what it has read here, in order, and leaves none out.
  // nullopt: the topic is empty.
  struct Furthest {
    EventId id;
    std::string key;
  };
  const std::optional<Furthest>& furthest() const { return furthest_; }

  // What waits asks now and then whether it should, and tells for how long it has waited.
  // CANCELLED: it should not. FAILED_PRECONDITION, of all that read: a record is no event of this
  // county, or records were deleted. LOG_UNAVAILABLE: this is of no more use; open another and read
  // again.
  using GoOn = absl::FunctionRef<bool(absl::Duration waited)>;

  // Reads the last records, to the end as of now. Once, before all else.
  absl::Status ReadEnd(GoOn go_on);

  // Takes what others have written since, as far as it has arrived.
  absl::Status TakeArrived();

  // For how long no broker has answered what is read or written here; all is well below some
  // hundred milliseconds, and whoever is busy may see more. Whether a question failed, until it is
  // taken.
  absl::Duration SilentFor() const;
  bool failed() const { return times_.failed(); }
  void TakeFailed() { times_.TakeFailed(); }

  // Writes `events` and waits until the brokers have them, and they were read back: so whatever
  // others wrote before them was read, too, and no failure from before counts any more.
  // LOG_UNAVAILABLE: nobody knows which of them arrived.
  absl::Status Write(const std::vector<OutgoingEvent>& events, GoOn go_on);

 private:
  PublicTopic(KafkaTopic topic, std::string county)
      : topic_(std::move(topic)), county_(std::move(county)) {}

  absl::Status Connect(absl::Time deadline);
  absl::Status BeginAt(int64_t offset);
  void NoteAnswered();
  KafkaOwned<rd_kafka_message_t> Next(absl::Duration wait);
  absl::Status Take(const rd_kafka_message_t& message);
  absl::Status Produce(const OutgoingEvent& event);
  static void OnReport(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque);

  const KafkaTopic topic_;
  const std::string county_;
  FetchTimes times_;        // The reader's.
  absl::Time answered_at_;  // At the latest, beside `times_`.
  KafkaOwned<rd_kafka_t> reader_;
  KafkaOwned<rd_kafka_topic_t> source_;  // The reader's.
  bool reading_ = false;
  KafkaOwned<rd_kafka_t> writer_;
  KafkaOwned<rd_kafka_topic_t> sink_;  // The writer's.
  uint64_t next_ = 0;                  // Offset to be read next.
  bool at_end_ = false;                // It was read to its end once.
  std::optional<Furthest> furthest_;
  std::optional<rd_kafka_resp_err_t> failed_;  // A record that was not delivered, and why.
};

}  // namespace rufaa::publisher
