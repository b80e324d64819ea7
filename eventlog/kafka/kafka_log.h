// The county log of many machines: a Kafka topic gives the order, and every process judges it by
// the same rule into a store of its own (docs/county-log.md). Any number of processes may append at
// once; there is no leader among them. The store is a copy: deleted, it is made anew.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventlog/kafka/county_topic.h"
#include "eventlog/kafka/kafka_client.h"
#include "eventlog/store_room.h"
#include "eventlog/stored_log.h"
#include "rocksdb/env.h"

namespace rufaa {

class KafkaLog : public StoredLog {
 public:
  struct Options {
    std::string path;  // Of this process's copy.
    std::string county;
    KafkaTopic topic;
    CountyTopicOptions topic_options;
    rocksdb::Env* env = nullptr;  // Must outlive the log; nullptr: the machine's.
    // Appends are refused when less than this is free; looked at ten times a second.
    uint64_t reserve_bytes = kStoreReserveBytes;
    // An append is answered within this, whatever the brokers do. A leader's death costs two to six
    // seconds; whoever waits ten for an answer is to hear why there is none.
    absl::Duration answer_within = absl::Seconds(8);
    // Opening fails when the brokers have given no sign for so long.
    absl::Duration open_within = absl::Seconds(30);
    // A topic that seems to have been cut short is believed only after this: a leader that was
    // frozen wakes with a log that ends too early, until it learns that it leads no more.
    absl::Duration patience = absl::Seconds(20);
    // Told, while the log is being opened, how far the topic was read, and where it ends.
    std::function<void(uint64_t offset, uint64_t end)> on_progress = nullptr;
  };

  // Makes folder and topic if absent, and reads the topic to its end as of now: so what is served
  // is no older. Refuses, plainly:
  //   as EmbeddedLog::Open, and
  //   UNAVAILABLE           LOG_UNAVAILABLE: no broker answers
  //   FAILED_PRECONDITION   a setting of the topic that the log can't rely on, by name and value; a
  //                         topic that is another county's, or none; one that a log is being moved
  //                         into, or was moved out of; a folder that is not a copy
  //   DATA_LOSS             STORE_DAMAGED: the topic was cut short or replaced
  static absl::StatusOr<std::unique_ptr<KafkaLog>> Open(const Options& options);

  // Answers everything appended before, within `answer_within`.
  ~KafkaLog() override = default;

  // It stops at a newer rule, when replicas have parted, when the topic was cut short or closed:
  // none of it is mended by opening it anew. And UNAVAILABLE or INTERNAL when this copy's own store
  // fails: opened anew it goes on. Brokers that are away stop no log.
  absl::Status Health() const override = 0;
};

}  // namespace rufaa
