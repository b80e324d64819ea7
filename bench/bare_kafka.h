// What the log on Kafka is held against: the same clients with the same settings, a record handed
// over and read back by one thread, and nothing made of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "eventlog/kafka/kafka_client.h"
#include "nlohmann/json.hpp"

namespace rufaa::bench {

class BareKafka {
 public:
  // `topic` exists, with one partition.
  explicit BareKafka(const KafkaTopic& topic);
  ~BareKafka();

  // Microseconds from handing over to reading back, one record after the other.
  std::vector<double> OneByOne(const std::string& record, uint64_t count);

  // Records a second with so many on their way.
  double InFlight(const std::string& record, uint64_t in_flight, uint64_t count);

 private:
  void Send(const std::string& record);
  // Waits for some; how many came.
  uint64_t Read();

  KafkaOwned<rd_kafka_t> producer_;
  KafkaOwned<rd_kafka_topic_t> handle_;
  KafkaOwned<rd_kafka_t> consumer_;
  KafkaOwned<rd_kafka_topic_t> read_handle_;
};

// {"p50_us", "p99_us"}
nlohmann::json Percentiles(std::vector<double> micros);

}  // namespace rufaa::bench
